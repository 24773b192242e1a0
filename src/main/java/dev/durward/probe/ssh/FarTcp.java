package dev.durward.probe.ssh;

import dev.durward.model.IpAddress;
import dev.durward.probe.Arrivals;
import dev.durward.probe.Arrivals.Connection;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * TCP probes that the far side sends. The time of a probe begins when the far side is known to have
 * it, and is over when the far side has shown once more that it is there: a connection that is
 * slow, or has ended, is never taken for a port that does not answer.
 */
final class FarTcp {
  private static final Duration ROUND_TRIP = Duration.ofSeconds(10);

  private final SshConnection far;
  private final Arrivals arrivals;

  FarTcp(SshConnection far, Arrivals arrivals) {
    this.far = far;
    this.arrivals = arrivals;
  }

  /**
   * What each of a few probes saw, in their order; all are sent at once. If the calling thread was
   * interrupted, those that had no answer until then are {@link Observation#INTERRUPTED}, and it is
   * interrupted still.
   */
  List<Observation> observe(List<Probe> probes, Duration timeout) throws IOException {
    Set<Connection> before = arrivals.connections();
    List<Tunnel> tunnels = new ArrayList<>();
    Observation silence = Observation.INTERRUPTED;
    boolean interrupted = false;
    long start = System.nanoTime();
    try {
      for (Probe probe : probes) {
        tunnels.add(far.tunnels().open(probe.target()));
      }
      far.shell().touch(ROUND_TRIP);
      long deadline = System.nanoTime() + timeout.toNanos();
      for (Tunnel tunnel : tunnels) {
        tunnel.await(deadline);
      }
      far.shell().touch(ROUND_TRIP);
      silence = new Observation(Outcome.FILTERED, "no answer", timeout, 1);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      silence = Observation.untested("the far side is not there any more: " + e.getMessage());
    }
    try {
      Set<Connection> after = arrivals.connections();
      List<Observation> seen = new ArrayList<>();
      for (int i = 0; i < probes.size(); i++) {
        Probe probe = probes.get(i);
        seen.add(
            i < tunnels.size()
                ? judge(probe, seen(probe, tunnels.get(i), start, silence), before, after)
                : silence);
      }
      return seen;
    } finally {
      tunnels.forEach(Tunnel::close);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Observation seen(Probe probe, Tunnel tunnel, long start, Observation silence) {
    Duration elapsed = Duration.ofNanos(Math.max(0, tunnel.decided() - start));
    return switch (tunnel.state()) {
      case OPEN -> new Observation(Outcome.OPEN, "handshake done", elapsed, 1);
      case REFUSED -> FarWords.of(tunnel.refusal().orElseThrow(), probe.family(), elapsed);
      case ASKED -> silence;
      case LOST -> Observation.untested("the connection to the far side ended");
    };
  }

  /**
   * One that this host sees come from elsewhere than was thought is not the probe that was meant.
   */
  private static Observation judge(
      Probe probe, Observation seen, Set<Connection> before, Set<Connection> after) {
    IpAddress meant = probe.source().address();
    if (seen.outcome() != Outcome.OPEN || after.contains(new Connection(probe.target(), meant))) {
      return seen;
    }
    Set<Connection> fresh = new HashSet<>(after);
    fresh.removeAll(before);
    return fresh.stream()
        .filter(each -> each.local().equals(probe.target()))
        .findFirst()
        .map(
            each ->
                Observation.untested("it arrived from " + each.remote() + " instead of " + meant))
        .orElse(seen);
  }
}
