package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.Flow.Leg;
import dev.durward.model.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections across a lab's first cable, each tried in both families, and what is to be seen of
 * them.
 */
final class Sights {
  static final Set<Seen> OPEN = Set.of(Seen.ANSWERED);
  static final Set<Seen> REFUSED = Set.of(Seen.REFUSED);
  static final Set<Seen> SILENT = Set.of(Seen.SILENCE);
  static final Set<Seen> SHUT = Set.of(Seen.REFUSED, Seen.SILENCE);

  private static final int TCP = 6;
  private static final int UDP = 17;

  /** Enough where silence is what is expected. */
  private static final long QUICK = 300;

  /** An ICMPv6 error is seen with the second SYN, a second after the first. */
  private static final long PATIENT = 5_000;

  /** No source port twice, so that no connection of before has a say. */
  private static final AtomicInteger NEXT_PORT = new AtomicInteger(20_000);

  private final Map<Flow, Set<Seen>> inbound = new LinkedHashMap<>();
  private final Map<Flow, Set<Seen>> outbound = new LinkedHashMap<>();

  /** TCP from a neighbour to a port of the host. */
  Sights in(int neighbour, int port, Set<Seen> expected) {
    return in(neighbour, TCP, port, expected);
  }

  /** UDP from a neighbour to a port of the host. */
  Sights udp(int neighbour, int port, Set<Seen> expected) {
    return in(neighbour, UDP, port, expected);
  }

  private Sights in(int neighbour, int protocol, int port, Set<Seen> expected) {
    for (Family family : Family.values()) {
      String remote = Lab.neighbourAddress(family, 0, neighbour);
      String local = Lab.hostAddress(family, 0, 0);
      inbound.put(flow(Direction.IN, protocol, local, remote, port, "eth0"), expected);
    }
    return this;
  }

  /** TCP from the host to a port of the neighbour. */
  Sights out(int port, Set<Seen> expected) {
    for (Family family : Family.values()) {
      String remote = Lab.neighbourAddress(family, 0, 0);
      String local = Lab.hostAddress(family, 0, 0);
      outbound.put(flow(Direction.OUT, TCP, local, remote, port, "eth0"), expected);
    }
    return this;
  }

  /** TCP from the host to itself, by loopback's address and by its own. */
  Sights self(int port, Set<Seen> expected) {
    for (Family family : Family.values()) {
      String loopback = family == Family.IPV4 ? "127.0.0.1" : "::1";
      for (String own : List.of(loopback, Lab.hostAddress(family, 0, 0))) {
        outbound.put(flow(Direction.OUT, TCP, own, own, port, Flow.LOOPBACK), expected);
      }
    }
    return this;
  }

  private static Flow flow(
      Direction direction, int protocol, String local, String remote, int port, String card) {
    return new Flow(
        direction,
        protocol,
        IpAddress.parse(local).orElseThrow(),
        IpAddress.parse(remote).orElseThrow(),
        NEXT_PORT.getAndIncrement(),
        port,
        card,
        Leg.OPENING,
        Optional.empty());
  }

  /** Tries all, and fails with everything that is not as expected. */
  void check(Lab lab, String when) throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    for (boolean quick : new boolean[] {false, true}) {
      long patience = quick ? QUICK : PATIENT;
      List<Flow> in = chosen(inbound, quick);
      List<Flow> out = chosen(outbound, quick);
      judge(lab.neighbour(() -> Dialer.dial(in, patience)), inbound, wrong);
      judge(lab.host(() -> Dialer.dial(out, patience)), outbound, wrong);
    }
    assertEquals("", String.join("\n", wrong), when);
  }

  private static List<Flow> chosen(Map<Flow, Set<Seen>> flows, boolean quick) {
    return flows.keySet().stream()
        .filter(flow -> flows.get(flow).contains(Seen.SILENCE) == quick)
        .toList();
  }

  private static void judge(
      List<Attempt> attempts, Map<Flow, Set<Seen>> expected, List<String> wrong) {
    for (Attempt attempt : attempts) {
      Flow flow = attempt.flow();
      if (!expected.get(flow).contains(attempt.seen())) {
        wrong.add(
            (flow.direction() == Direction.IN ? "in" : "out")
                + (flow.protocol() == TCP ? " tcp " : " udp ")
                + flow.destinationPort()
                + ", host "
                + flow.local()
                + ", other side "
                + flow.remote()
                + ": wanted "
                + expected.get(flow)
                + ", seen "
                + attempt.seen());
      }
    }
  }
}
