package dev.durward.probe.socket;

import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.UdpQuestion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Probes under way: many at once, all watched by one selector. They are sent in no order, so that
 * the time that the silent ones of a range are waited for is used for the others. For use once, by
 * one thread.
 */
final class Flight {
  /** How many are sent before the answers are looked at. */
  private static final int STRIDE = 256;

  private final List<Probe> probes;
  private final Patience patience;
  private final Progress progress;
  private final List<Integer> order;
  private final List<Observation> observations;
  private final Deque<Attempt> attempts = new ArrayDeque<>();
  private final ByteBuffer room = ByteBuffer.allocate(UdpQuestion.LONGEST_ANSWER);
  private final SourceChoice sources = new SourceChoice();
  private int window;
  private int next;
  private int done;

  /**
   * Prepares it.
   *
   * @param window how many may be under way at once, 1 or more
   */
  Flight(List<Probe> probes, Patience patience, int window, Progress progress) {
    this.probes = probes;
    this.patience = patience;
    this.progress = progress;
    this.order = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(probes.size()));
    this.observations =
        new ArrayList<>(Collections.nCopies(probes.size(), Observation.INTERRUPTED));
    this.window = window;
  }

  /** Packets that wait for an answer. */
  private static final class Attempt {
    private final int index;
    private final Line line;
    private final long start = System.nanoTime();
    private long sent = start;
    private int packets = 1;
    private boolean ended;

    Attempt(int index, Line line) {
      this.index = index;
      this.line = line;
    }

    Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  /**
   * Sends them all.
   *
   * @return what each saw, in their order; if the calling thread was interrupted, those that had no
   *     answer until then are {@link Observation#INTERRUPTED}, and it is interrupted still
   * @throws IOException if nothing can be sent at all
   */
  List<Observation> run() throws IOException {
    try (Selector selector = Selector.open()) {
      while (done < probes.size() && !Thread.currentThread().isInterrupted()) {
        selector.selectNow(this::answer);
        send(selector);
        expire();
        if (done < probes.size() && !mayOpen()) {
          selector.select(this::answer, waitMillis());
        }
      }
    } finally {
      attempts.forEach(attempt -> attempt.line.close());
    }
    return observations;
  }

  private void send(Selector selector) throws IOException {
    for (int i = 0; i < STRIDE && mayOpen(); i++) {
      int index = order.get(next);
      Line line;
      try {
        line = Line.open(probes.get(index));
      } catch (UnsupportedOperationException e) {
        // Java has looked for IPv6 when it started, and found none on this host.
        next++;
        conclude(
            index, Observation.untested("this host has no " + probes.get(index).family().word()));
        continue;
      } catch (IOException e) {
        if (inFlight() == 0) {
          next++;
          conclude(index, Answers.unsent(e));
        } else {
          window = Math.max(1, inFlight()); // too many open files: wait for some to end
        }
        return;
      }
      next++;
      send(index, line, selector);
    }
  }

  private void send(int index, Line line, Selector selector) throws IOException {
    Attempt attempt = new Attempt(index, line);
    try {
      line.send(probes.get(index), sources.of(probes.get(index), index));
    } catch (IOException e) {
      line.close();
      conclude(index, Answers.unsent(e));
      return;
    }
    attempts.add(attempt);
    if (!look(attempt)) { // most answers of a near host are there already
      line.channel().register(selector, line.operation(), attempt);
    }
  }

  private void answer(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof Attempt attempt) {
      look(attempt);
    }
  }

  /** Looks whether there is an answer; if so, it is noted and the line closed. */
  private boolean look(Attempt attempt) {
    try {
      attempt.line.look(room).ifPresent(said -> end(attempt, answered(attempt), said));
    } catch (IOException e) {
      end(attempt, Answers.received(e, attempt.elapsed(), attempt.packets));
    }
    return attempt.ended;
  }

  /** Attempts that ended are left in the queue until their time would be over. */
  private void expire() {
    long now = System.nanoTime();
    while (!attempts.isEmpty()) {
      Attempt oldest = attempts.peek();
      if (!oldest.ended && now - oldest.sent < patience.timeout().toNanos()) {
        return;
      }
      attempts.remove();
      if (!oldest.ended) {
        repeat(oldest);
      }
    }
  }

  /** Sends again, or gives up. */
  private void repeat(Attempt attempt) {
    try {
      if (attempt.packets < patience.udpAttempts() && attempt.line.repeat()) {
        attempt.packets++;
        attempt.sent = System.nanoTime();
        attempts.add(attempt);
      } else {
        end(attempt, Outcome.silence(probes.get(attempt.index).transport()), "no answer");
      }
    } catch (IOException e) {
      end(attempt, Answers.received(e, attempt.elapsed(), attempt.packets));
    }
  }

  private Outcome answered(Attempt attempt) {
    return Outcome.answer(probes.get(attempt.index).transport());
  }

  private void end(Attempt attempt, Outcome outcome, String reason) {
    end(attempt, new Observation(outcome, reason, attempt.elapsed(), attempt.packets));
  }

  private void end(Attempt attempt, Observation seen) {
    attempt.line.close();
    attempt.ended = true;
    conclude(attempt.index, seen);
  }

  private long waitMillis() {
    Attempt oldest = attempts.peek();
    long left =
        oldest == null ? 0 : patience.timeout().toNanos() - (System.nanoTime() - oldest.sent);
    return Math.max(1, left / 1_000_000 + 1);
  }

  private void conclude(int index, Observation seen) {
    observations.set(index, seen);
    done++;
    progress.reached(done, probes.size(), probes.get(index));
  }

  private boolean mayOpen() {
    return next < probes.size() && inFlight() < window;
  }

  private int inFlight() {
    return next - done;
  }
}
