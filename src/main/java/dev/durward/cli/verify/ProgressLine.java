package dev.durward.cli.verify;

import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.IntSupplier;

/**
 * Tells a person who has to wait how far the probes are: one line, kept up to date, gone at the
 * end. Plain carriage returns do on every terminal.
 */
final class ProgressLine implements Progress, AutoCloseable {
  /** What takes no longer is not worth a line. */
  static final Duration USUAL_DELAY = Duration.ofSeconds(1);

  private static final long PERIOD_MILLIS = 200;

  private final PrintStream err;
  private final Timer timer = new Timer("durward-progress", true);
  private final IntSupplier columns;
  private final Duration longest;
  private final long start = System.nanoTime();
  private Optional<Pace> pace = Optional.empty();
  private String last = "";
  private int painted;
  private boolean closed;

  private ProgressLine(PrintStream err, IntSupplier columns, Duration longest) {
    this.err = err;
    this.columns = columns;
    this.longest = longest;
  }

  /**
   * Begins to tell after some time.
   *
   * @param columns how wide the terminal is now
   * @param longest how long a probe may have to be waited for
   */
  static ProgressLine on(PrintStream err, IntSupplier columns, Duration longest, Duration delay) {
    ProgressLine line = new ProgressLine(err, columns, longest);
    line.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            line.paint();
          }
        },
        delay.toMillis(),
        PERIOD_MILLIS);
    return line;
  }

  @Override
  public synchronized void reached(int done, int total, Probe probe) {
    pace = Optional.of(new Pace(done, total, elapsed(), longest));
    last = probe.transport().word() + " " + probe.target();
  }

  private synchronized void paint() {
    if (!closed) {
      show(text(elapsed(), columns.getAsInt() - 1)); // in the last one some begin a new line
    }
  }

  /** As much as there is room for, the most important first. */
  private String text(Duration now, int room) {
    List<String> parts = new ArrayList<>();
    parts.add("probing for " + now.toSeconds() + " s");
    pace.ifPresent(
        known -> {
          parts.set(0, known.done() + " of " + known.total() + " probed");
          parts.add(known.left(now));
          parts.add("last " + last);
        });
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      String more = text.isEmpty() || part.isEmpty() ? part : ", " + part;
      if (text.length() + more.length() <= room) {
        text.append(more);
      }
    }
    return text.toString();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void show(String text) {
    err.print("\r" + text + " ".repeat(Math.max(0, painted - text.length())));
    err.flush();
    painted = text.length();
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    timer.cancel();
    closed = true;
    if (painted > 0) {
      show("");
      err.print("\r");
      err.flush();
    }
  }
}
