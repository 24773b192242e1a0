package dev.durward.probe;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends TCP probes from the network namespace of the calling thread: many at once, all watched by
 * one selector. For use once.
 */
final class TcpProber {
  /** With fewer at once, a host that answers nothing would take minutes. */
  private static final int WINDOW = 16_384;

  /** How many are opened before the answers are looked at. */
  private static final int STRIDE = 256;

  /** Ports that anybody may open. */
  private static final int FIRST_PORT = 1_024;

  private static final int PORTS = 65_536 - FIRST_PORT;

  private final List<Probe> probes;
  private final long timeoutNanos;
  private final Progress progress;
  private final List<@Nullable Observation> observations;
  private final Deque<Attempt> attempts = new ArrayDeque<>();
  private final int firstPort = ThreadLocalRandom.current().nextInt(PORTS);
  private int window;
  private int next;
  private int done;

  private TcpProber(List<Probe> probes, Duration timeout, Progress progress) {
    this.probes = probes;
    this.timeoutNanos = timeout.toNanos();
    this.progress = progress;
    this.observations = new ArrayList<>(Collections.nCopies(probes.size(), null));
    this.window = FileDescriptors.available(WINDOW);
  }

  /** A connect under way. */
  private record Attempt(int index, SocketChannel channel, long start) {}

  /** What each probe saw, in their order. */
  static List<Observation> observe(List<Probe> probes, Duration timeout, Progress progress)
      throws IOException, InterruptedException {
    return new TcpProber(probes, timeout, progress).run();
  }

  private List<Observation> run() throws IOException, InterruptedException {
    try (Selector selector = Selector.open()) {
      try {
        while (done < probes.size()) {
          selector.selectNow(this::answer);
          open(selector);
          expire();
          if (done < probes.size() && !mayOpen()) {
            selector.select(this::answer, waitMillis());
          }
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      } finally {
        for (Attempt attempt : attempts) {
          attempt.channel().close();
        }
      }
    }
    return observations.stream().map(Objects::requireNonNull).toList();
  }

  private void open(Selector selector) throws IOException {
    for (int i = 0; i < STRIDE && mayOpen(); i++) {
      SocketChannel channel;
      try {
        channel = SocketChannel.open(family(probes.get(next)));
      } catch (IOException e) {
        if (inFlight() == 0) {
          conclude(next++, Answers.unsent(e));
        } else {
          window = Math.max(1, inFlight()); // too many open files: wait for some to end
        }
        return;
      }
      connect(next++, channel, selector);
    }
  }

  private void connect(int index, SocketChannel channel, Selector selector) throws IOException {
    Probe probe = probes.get(index);
    long start = System.nanoTime();
    try {
      channel.configureBlocking(false);
      // Targets differ, so sources may be shared: there are more probes than ports.
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(source(index).toSocketAddress());
      channel.connect(probe.target().toSocketAddress());
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      channel.close();
      conclude(index, Answers.unsent(e));
      return;
    }
    Attempt attempt = new Attempt(index, channel, start);
    attempts.add(attempt);
    if (!finish(attempt)) { // most answers of a near host are there already
      channel.register(selector, SelectionKey.OP_CONNECT, attempt);
    }
  }

  /** A port of our own choice: with thousands in use, the kernel looks long for a free one. */
  private Endpoint source(int index) {
    Endpoint source = probes.get(index).source();
    return source.port() != 0
        ? source
        : new Endpoint(source.address(), FIRST_PORT + (firstPort + index) % PORTS);
  }

  private void answer(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof Attempt attempt) {
      finish(attempt);
    }
  }

  /** Looks whether there is an answer; if so, it is noted and the channel closed. */
  private boolean finish(Attempt attempt) {
    Observation seen;
    try {
      if (!attempt.channel().finishConnect()) {
        return false;
      }
      seen = new Observation(Outcome.OPEN, "handshake done", since(attempt), 1);
    } catch (IOException e) {
      seen = Answers.received(e, since(attempt), 1);
    }
    close(attempt);
    conclude(attempt.index(), seen);
    return true;
  }

  /** Attempts that ended are left in the queue until their time would be over. */
  private void expire() {
    while (!attempts.isEmpty()) {
      Attempt oldest = attempts.peek();
      if (observations.get(oldest.index()) == null) {
        if (System.nanoTime() - oldest.start() < timeoutNanos) {
          return;
        }
        close(oldest);
        conclude(oldest.index(), new Observation(Outcome.FILTERED, "no answer", since(oldest), 1));
      }
      attempts.remove();
    }
  }

  private long waitMillis() {
    Attempt oldest = attempts.peek();
    long left = oldest == null ? 0 : timeoutNanos - (System.nanoTime() - oldest.start());
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

  private static Duration since(Attempt attempt) {
    return Duration.ofNanos(System.nanoTime() - attempt.start());
  }

  private static void close(Attempt attempt) {
    try {
      attempt.channel().close();
    } catch (IOException e) {
      // what it saw is known
    }
  }

  private static ProtocolFamily family(Probe probe) {
    return switch (probe.family()) {
      case IPV4 -> StandardProtocolFamily.INET;
      case IPV6 -> StandardProtocolFamily.INET6;
    };
  }
}
