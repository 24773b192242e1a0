package dev.durward.cli;

import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Tells a person who has to wait how far the probes are: one line, kept up to date, gone at the
 * end. Plain carriage returns do on every terminal.
 */
final class ProgressLine implements Progress, AutoCloseable {
  /** What takes no longer is not worth a line. */
  static final Duration USUAL_DELAY = Duration.ofSeconds(1);

  private static final long PERIOD_MILLIS = 200;

  /** In the last column some terminals begin a new line. */
  private static final int COLUMNS = 79;

  private final PrintStream err;
  private final Timer timer = new Timer("durward-progress", true);
  private final long start = System.nanoTime();
  private String reached = "";
  private int painted;
  private boolean closed;

  private ProgressLine(PrintStream err) {
    this.err = err;
  }

  /** Begins to tell after some time. */
  static ProgressLine on(PrintStream err, Duration delay) {
    ProgressLine line = new ProgressLine(err);
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
  public synchronized void reached(int done, int total, Probe last) {
    reached =
        ": " + done + " of " + total + ", last " + last.transport().word() + " " + last.target();
  }

  private synchronized void paint() {
    if (!closed) {
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      String text = "probing for " + seconds + " s" + reached;
      show(text.substring(0, Math.min(text.length(), COLUMNS)));
    }
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
