package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.kernel.Conversation.Outcome;
import dev.durward.model.Family;
import dev.durward.plan.Mark;
import dev.durward.probe.verification.RuleCounters;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of connections that are open when rules change: a block or reject ends those of its
 * direction, and never stops the replies to those of the other one.
 */
class RunningConnectionsIT {
  private static final int SERVICE = 8080;

  static Stream<Arguments> labs() {
    return Stream.of("nft", "legacy")
        .flatMap(variant -> Stream.of(Family.values()).map(f -> Arguments.of(variant, f)));
  }

  private static String policy(String rule) {
    return "version: 1\npolicy: running\nrules:\n  - {name: service, " + rule + "}\n";
  }

  private static final String ALLOW = policy("ports: 8080");
  private static final String BLOCK = policy("ports: 8080, action: block");
  private static final String REJECT = policy("ports: 8080, action: reject");

  /** A connection that the neighbour opens to the host's service. */
  private static Conversation inbound(Lab lab, Family family, int fromPort) throws Exception {
    return Conversation.open(
        lab::neighbour,
        Conversation.at(Lab.neighbourAddress(family, 0, 0), fromPort),
        lab::host,
        Conversation.at(Lab.hostAddress(family, 0, 0), SERVICE));
  }

  /** A connection that the host opens to the neighbour's service. */
  private static Conversation outbound(Lab lab, Family family, int fromPort) throws Exception {
    return Conversation.open(
        lab::host,
        Conversation.at(Lab.hostAddress(family, 0, 0), fromPort),
        lab::neighbour,
        Conversation.at(Lab.neighbourAddress(family, 0, 0), SERVICE));
  }

  /** How many packets the rule has decided about. */
  private static long counted(Lab lab, Family family) throws Exception {
    RuleCounters.Key key = new RuleCounters.Key(Mark.of("running", "service"), family);
    return lab.host(() -> lab.backend().counters()).getOrDefault(key, 0L);
  }

  @ParameterizedTest
  @MethodSource("labs")
  void aBlockStopsARunningConnectionAndItsEndLetsItGoOn(String variant, Family family)
      throws Exception {
    try (Lab lab = Lab.create(variant)) {
      TypicalHost.settle("rhel-reject", lab);
      Doorward durward = new Doorward(lab);
      durward.apply(ALLOW);
      try (Conversation open = inbound(lab, family, 0)) {
        assertTrue(open.flows());
        durward.apply(BLOCK);
        assertEquals(0, counted(lab, family));
        assertEquals(Outcome.LOST, open.say());
        assertTrue(counted(lab, family) > 0, "it was the block that stopped it");
        durward.apply(ALLOW);
        assertTrue(open.recovers());
        assertTrue(open.flows());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("labs")
  void aBlockOutboundStopsARunningConnection(String variant, Family family) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      TypicalHost.settle("rhel-reject", lab);
      try (Conversation open = outbound(lab, family, 0)) {
        assertTrue(open.flows());
        new Doorward(lab).apply(policy("ports: 8080, direction: out, action: block"));
        assertEquals(Outcome.LOST, open.say());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("labs")
  void aRejectResetsARunningConnection(String variant, Family family) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      TypicalHost.settle("rhel-reject", lab);
      Doorward durward = new Doorward(lab);
      durward.apply(ALLOW);
      try (Conversation open = inbound(lab, family, 0)) {
        assertTrue(open.flows());
        durward.apply(REJECT);
        assertEquals(Outcome.RESET, open.say());
      }
    }
  }

  /** The local port of the host's own connection is one that the block names. */
  @ParameterizedTest
  @MethodSource("labs")
  void aBlockLetsRepliesToTheHostItselfPass(String variant, Family family) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      try (Conversation running = outbound(lab, family, SERVICE)) {
        assertTrue(running.flows());
        new Doorward(lab).apply(BLOCK);
        assertTrue(running.flows());
      }
      try (Conversation fresh = outbound(lab, family, SERVICE)) {
        assertTrue(fresh.flows());
      }
      assertEquals(0, counted(lab, family));
    }
  }

  /**
   * A connection that is older than the host's first rule is not known to conntrack, which takes
   * the side that it hears first for the one that opened it. A packet of the other side's is
   * dropped then, until this host has spoken.
   */
  @ParameterizedTest
  @MethodSource("labs")
  void repliesInAConnectionOlderThanAllRulesPassOnceTheHostHasSpoken(String variant, Family family)
      throws Exception {
    try (Lab lab = Lab.create(variant);
        Conversation running = outbound(lab, family, SERVICE)) {
      new Doorward(lab).apply(BLOCK);
      assertEquals(Outcome.LOST, running.answer());
      assertEquals(Outcome.DELIVERED, running.say());
      assertTrue(running.recovers());
    }
  }

  /** The neighbour's port is one that the host must not connect to. */
  @ParameterizedTest
  @MethodSource("labs")
  void aBlockOutboundLetsTheHostsOwnRepliesPass(String variant, Family family) throws Exception {
    try (Lab lab = Lab.create(variant);
        Conversation open = inbound(lab, family, SERVICE)) {
      new Doorward(lab).apply(policy("ports: 8080, direction: out, action: block"));
      assertTrue(open.flows());
    }
  }

  /** Nothing of the host's own lets it go on. */
  @ParameterizedTest
  @MethodSource("labs")
  void theEndOfAnAllowEndsItsConnectionsWhereNothingElseLetsThemPass(String variant, Family family)
      throws Exception {
    try (Lab lab = Lab.create(variant)) {
      TypicalHost.settle("policy-drop-both-ways", lab);
      Doorward durward = new Doorward(lab);
      durward.apply(ALLOW);
      try (Conversation open = inbound(lab, family, 0)) {
        assertTrue(open.flows());
        durward.remove("running");
        assertEquals(Outcome.LOST, open.say());
        assertEquals(Outcome.LOST, open.answer());
      }
    }
  }

  /** The host's own rule for established connections is not Durward's: it takes a block. */
  @ParameterizedTest
  @MethodSource("labs")
  void theEndOfAnAllowLeavesItsConnectionsToTheHostsOwnRules(String variant, Family family)
      throws Exception {
    try (Lab lab = Lab.create(variant)) {
      TypicalHost.settle("policy-drop", lab);
      Doorward durward = new Doorward(lab);
      durward.apply(ALLOW);
      try (Conversation open = inbound(lab, family, 0)) {
        durward.remove("running");
        assertTrue(open.flows(), "still accepted as established");
        durward.apply(BLOCK);
        assertNotEquals(Outcome.DELIVERED, open.say());
      }
    }
  }
}
