package dev.durward.probe;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends UDP probes, what each port's usual service answers, from the network namespace of the
 * calling thread: many at once, all watched by one selector. The channels are connected, since
 * others are never told of ICMP answers. For use once.
 */
final class UdpProber {
  private static final int WINDOW = 4_096;
  private static final int STRIDE = 256;

  private final List<Probe> probes;
  private final Patience patience;
  private final Progress progress;
  private final List<@Nullable Observation> observations;
  private final Deque<Attempt> attempts = new ArrayDeque<>();
  private final ByteBuffer answer = ByteBuffer.allocate(UdpQuestion.LONGEST_ANSWER);

  /** How many datagrams were sent for each probe. */
  private final int[] sent;

  private int window;
  private int next;
  private int done;

  private UdpProber(List<Probe> probes, Patience patience, Progress progress) {
    this.probes = probes;
    this.patience = patience;
    this.progress = progress;
    this.observations = new ArrayList<>(Collections.nCopies(probes.size(), null));
    this.sent = new int[probes.size()];
    this.window = FileDescriptors.available(WINDOW);
  }

  /**
   * A datagram that was sent.
   *
   * @param start when the first one of its probe was
   * @param sent when this one was
   */
  private record Attempt(int index, DatagramChannel channel, long start, long sent) {}

  /** What each probe saw, in their order. */
  static List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException, InterruptedException {
    return new UdpProber(probes, patience, progress).run();
  }

  private List<Observation> run() throws IOException, InterruptedException {
    try (Selector selector = Selector.open()) {
      try {
        while (done < probes.size()) {
          selector.selectNow(this::read);
          open(selector);
          repeat();
          if (done < probes.size() && !mayOpen()) {
            selector.select(this::read, waitMillis());
          }
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
    return observations.stream().map(Objects::requireNonNull).toList();
  }

  private void open(Selector selector) throws IOException {
    for (int i = 0; i < STRIDE && mayOpen(); i++) {
      Probe probe = probes.get(next);
      DatagramChannel channel;
      try {
        channel =
            DatagramChannel.open(
                switch (probe.family()) {
                  case IPV4 -> StandardProtocolFamily.INET;
                  case IPV6 -> StandardProtocolFamily.INET6;
                });
      } catch (IOException e) {
        if (inFlight() == 0) {
          conclude(next++, Answers.unsent(e));
        } else {
          window = Math.max(1, inFlight()); // too many open files: wait for some to end
        }
        return;
      }
      start(next++, channel, selector);
    }
  }

  private void start(int index, DatagramChannel channel, Selector selector) throws IOException {
    Probe probe = probes.get(index);
    try {
      channel.configureBlocking(false);
      if (probe.source().port() != 0) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      channel.bind(probe.source().toSocketAddress());
      channel.connect(probe.target().toSocketAddress());
      channel.write(payload(index));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      channel.close();
      conclude(index, Answers.unsent(e));
      return;
    }
    long now = System.nanoTime();
    Attempt attempt = new Attempt(index, channel, now, now);
    sent[index] = 1;
    attempts.add(attempt);
    channel.register(selector, SelectionKey.OP_READ, attempt);
  }

  private ByteBuffer payload(int index) {
    return ByteBuffer.wrap(question(index).bytes());
  }

  private UdpQuestion question(int index) {
    return UdpQuestion.at(probes.get(index).target().port());
  }

  private void read(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof Attempt attempt) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - attempt.start());
      try {
        answer.clear();
        // Not read(): it tells an empty answer and none alike.
        if (attempt.channel().receive(answer) == null) {
          return;
        }
        String what = question(attempt.index()).describe(answer.flip());
        end(attempt, new Observation(Outcome.ANSWERED, what, elapsed, sent[attempt.index()]));
      } catch (IOException e) {
        end(attempt, Answers.received(e, elapsed, sent[attempt.index()]));
      }
    }
  }

  /** Sends again where the time is over, or gives up. */
  private void repeat() {
    long now = System.nanoTime();
    while (!attempts.isEmpty()) {
      Attempt oldest = attempts.peek();
      if (observations.get(oldest.index()) == null) {
        if (now - oldest.sent() < patience.timeout().toNanos()) {
          return;
        }
        again(oldest, now);
      }
      attempts.remove();
    }
  }

  private void again(Attempt old, long now) {
    Duration elapsed = Duration.ofNanos(now - old.start());
    int count = sent[old.index()];
    if (count >= patience.udpAttempts()) {
      end(old, new Observation(Outcome.NO_ANSWER, "no answer", elapsed, count));
      return;
    }
    try {
      old.channel().write(payload(old.index()));
      attempts.add(new Attempt(old.index(), old.channel(), old.start(), now));
      sent[old.index()]++;
    } catch (IOException e) {
      end(old, Answers.received(e, elapsed, count)); // the answer to the one before
    }
  }

  private void end(Attempt attempt, Observation seen) {
    try {
      attempt.channel().close();
    } catch (IOException e) {
      // what it saw is known
    }
    conclude(attempt.index(), seen);
  }

  private long waitMillis() {
    Attempt oldest = attempts.peek();
    long left =
        oldest == null ? 0 : patience.timeout().toNanos() - (System.nanoTime() - oldest.sent());
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
