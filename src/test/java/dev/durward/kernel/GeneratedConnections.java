package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.Flow.Leg;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict.Decision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Generated connections between the two sides of a lab, each held against what {@code
 * verdict(RuleSet, Flow)} and the host's policies say.
 */
final class GeneratedConnections implements AutoCloseable {
  /** Silence is judged quickly first, and again with patience where it was not expected. */
  private static final long QUICK = 250;

  private static final long PATIENT = 4_000;

  private final Lab lab;
  private final long seed;
  private final GeneratedFlows flows;
  private final EchoServers here;
  private final EchoServers there;
  private int count;

  private GeneratedConnections(Lab lab, long seed, EchoServers here, EchoServers there) {
    this.lab = lab;
    this.seed = seed;
    this.flows = new GeneratedFlows(new Random(seed));
    this.here = here;
    this.there = there;
  }

  /** Opens listeners on both sides. */
  static GeneratedConnections open(Lab lab, long seed) throws IOException, InterruptedException {
    return new GeneratedConnections(
        lab,
        seed,
        lab.everywhere(true, GeneratedRules.PORTS),
        lab.everywhere(false, GeneratedRules.PORTS));
  }

  /** How many were tried. */
  int count() {
    return count;
  }

  /**
   * Tries some.
   *
   * @param rules what the host keeps
   * @param inputDrops whether everything else that comes in is dropped
   * @param outputDrops likewise
   */
  void compare(int connections, RuleSet rules, boolean inputDrops, boolean outputDrops)
      throws IOException, InterruptedException {
    List<Flow> next = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      next.add(flows.next());
    }
    for (Direction direction : Direction.values()) {
      List<Flow> some = next.stream().filter(f -> f.direction() == direction).toList();
      for (Attempt attempt : dial(direction, some, QUICK)) {
        judge(rules, attempt, inputDrops, outputDrops);
        count++;
      }
    }
  }

  private List<Attempt> dial(Direction direction, List<Flow> some, long patience)
      throws IOException, InterruptedException {
    return direction == Direction.IN
        ? lab.neighbour(() -> Dialer.dial(some, patience))
        : lab.host(() -> Dialer.dial(some, patience));
  }

  private void judge(RuleSet rules, Attempt attempt, boolean inputDrops, boolean outputDrops)
      throws IOException, InterruptedException {
    Flow flow = attempt.flow();
    Seen expected = expected(rules, flow, inputDrops, outputDrops);
    Seen seen = attempt.seen();
    if (seen == Seen.SILENCE && expected != Seen.SILENCE) {
      seen = dial(flow.direction(), List.of(flows.again(flow)), PATIENT).get(0).seen();
    }
    assertEquals(
        expected,
        seen,
        () ->
            "seed "
                + seed
                + ", "
                + flow
                + "\n  INPUT drops: "
                + inputDrops
                + ", OUTPUT drops: "
                + outputDrops
                + "\n"
                + GeneratedRules.describe(rules));
  }

  /** What the side that opens the connection must see. */
  private static Seen expected(
      RuleSet rules, Flow opening, boolean inputDrops, boolean outputDrops) {
    boolean inbound = opening.direction() == Direction.IN;
    boolean hereDrops = inbound ? inputDrops : outputDrops;
    boolean backDrops = inbound ? outputDrops : inputDrops;
    Decision decision = rules.verdict(opening).decision();
    Decision replies = rules.verdict(reply(opening)).decision();
    boolean repliesPass = replies == Decision.ALLOWED || !backDrops;
    return switch (decision) {
      case BLOCKED -> Seen.SILENCE;
      // The answer of a reject leaves by OUTPUT as a part of the connection: a reset (TCP) where
      // its replies pass, an ICMP error where the policy or an allow of any protocol lets it. One
      // to this
      // host itself crosses loopback, which the policy of INPUT rules as well.
      case REJECTED -> rejectIsSeen(rules, opening, repliesPass, inputDrops, outputDrops);
      case ALLOWED -> repliesPass ? Seen.ANSWERED : Seen.SILENCE;
      case UNDECIDED -> !hereDrops && repliesPass ? Seen.ANSWERED : Seen.SILENCE;
    };
  }

  private static Seen rejectIsSeen(
      RuleSet rules, Flow opening, boolean repliesPass, boolean inputDrops, boolean outputDrops) {
    boolean seen;
    if (opening.direction() == Direction.OUT) {
      seen = !inputDrops && !outputDrops;
    } else {
      boolean errorPasses =
          !outputDrops || rules.verdict(error(opening)).decision() == Decision.ALLOWED;
      seen = opening.protocol() == 6 ? repliesPass : errorPasses;
    }
    return seen ? Seen.REFUSED : Seen.SILENCE;
  }

  private static Flow reply(Flow opening) {
    return reply(opening, opening.protocol());
  }

  /** The ICMP error about a packet, which conntrack counts among its replies. */
  private static Flow error(Flow opening) {
    return reply(opening, opening.family() == Family.IPV4 ? 1 : 58);
  }

  private static Flow reply(Flow opening, int protocol) {
    return new Flow(
        opening.direction(),
        protocol,
        opening.local(),
        opening.remote(),
        opening.sourcePort(),
        opening.destinationPort(),
        opening.networkInterface(),
        Leg.REPLY,
        opening.user());
  }

  @Override
  public void close() throws IOException {
    here.close();
    there.close();
  }
}
