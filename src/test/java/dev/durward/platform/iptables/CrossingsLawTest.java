package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.iptables.IptablesBackend.Dump;
import dev.durward.platform.iptables.placement.Edit;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * For tables that somebody may have written, by chance: a plan warns of an allow rule if, and only
 * if, packets of it are refused before they come to it. Which are, the generator knows.
 */
class CrossingsLawTest {
  private static final IptablesBackend BACKEND = IptablesBackend.offline();

  private static final String RULES =
      """
      version: 1
      policy: web
      rules:
        - {name: web, ports: 443}
      """;

  /** One that no line names; few enough are, to be never the half. */
  private static final String ANYBODY = "203.0.113.77";

  private static final List<String> SOURCES =
      List.of(ANYBODY, "192.0.2.1", "192.0.2.9", "198.51.100.5");

  /** Those that lines name, and one that none does. */
  private static final List<String> CARDS = List.of("wlan0", "eth0", "eth7");

  private final long seed = Long.getLong("durward.seed", System.nanoTime());

  private static Plan plan(ForeignChains host) throws Exception {
    RuleFile file = RuleFileParser.parse("rules.yaml", RULES.getBytes(StandardCharsets.UTF_8));
    RuleSet rules = ((RuleFile.Usable) file).rules();
    Desired desired =
        new Desired(Set.of("web"), BACKEND.realize(rules, LocalDate.of(2026, 6, 1)), "gone");
    return Planner.plan(
        desired,
        IptablesBackend.snapshotOf(new Dump("dump", host.dump()), new Dump("none", new byte[0])));
  }

  /** The generator decides of all doubts alike; nobody else can know that. */
  private static boolean areDoubtsLinked(ForeignChains host) {
    String dump = new String(host.dump(), StandardCharsets.UTF_8);
    return dump.indexOf("statistic") != dump.lastIndexOf("statistic");
  }

  /** How many rows of INPUT stand before the jump to the allow chain. */
  private static int jump(Plan plan) {
    IptablesSnapshot before = (IptablesSnapshot) plan.before();
    return RestoreScript.edits(before, plan).getOrDefault(Family.IPV4, List.of()).stream()
            .flatMap(edit -> edit instanceof Edit.Insert some ? Stream.of(some) : Stream.empty())
            .filter(edit -> edit.rule().equals(OwnChain.IN_ALLOW.jump()))
            .findFirst()
            .orElseThrow()
            .index()
        - 1;
  }

  private static boolean isShut(
      ForeignChains host, int before, String source, String target, String card) {
    // What nobody can tell turns on the port that a packet is from.
    return Stream.of(1024, 1025)
        .allMatch(
            port -> {
              Flow flow =
                  new Flow(
                      Direction.IN,
                      6,
                      IpAddress.parse(target).orElseThrow(),
                      IpAddress.parse(source).orElseThrow(),
                      port,
                      443,
                      card,
                      Flow.Leg.OPENING,
                      Optional.empty());
              Optional<String> fate = host.fateBefore(flow, before);
              return fate.map(some -> !some.equals("ACCEPT")).orElse(false);
            });
  }

  /** For most who come by just any interface, or for all who come by one that a line names. */
  private static boolean expected(ForeignChains host, int before) {
    return SOURCES.stream()
        .anyMatch(
            target ->
                isShut(host, before, ANYBODY, target, "wlan0")
                    || CARDS.stream()
                        .anyMatch(
                            card ->
                                SOURCES.stream()
                                    .allMatch(
                                        source -> isShut(host, before, source, target, card))));
  }

  @Test
  void warnsIfAndOnlyIfAnAllowedPortStaysShut() throws Exception {
    System.out.println("crossings: -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    Map<Boolean, Integer> cases = new HashMap<>();
    for (int round = 0; round < 3_000; round++) {
      ForeignChains host = new ForeignChains(random, Family.IPV4);
      Plan plan = plan(host);
      if (plan.isObstructed() || areDoubtsLinked(host)) {
        continue;
      }
      boolean warned =
          plan.notices().stream()
              .anyMatch(
                  notice ->
                      notice.severity() == Severity.WARNING
                          && notice.message().contains("`web` opens 443/tcp, which stays shut"));
      boolean expected = expected(host, jump(plan));
      cases.merge(expected, 1, Integer::sum);
      assertEquals(
          expected,
          warned,
          () ->
              new String(host.dump(), StandardCharsets.UTF_8)
                  + plan.repairs()
                  + plan.notices().stream().map(Diagnostic::message).toList());
    }
    assertTrue(cases.getOrDefault(true, 0) > 100, cases::toString);
    assertTrue(cases.getOrDefault(false, 0) > 100, cases::toString);
  }
}
