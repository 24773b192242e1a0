package dev.durward.platform.iptables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.kernel.GeneratedRules;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict.Decision;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Imported;
import dev.durward.platform.iptables.IptablesBackend.Dump;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import dev.durward.rulefile.RuleFileWriter;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IptablesImportTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
  private static final IptablesBackend BACKEND = IptablesBackend.offline();

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static RuleFile.Usable file(Imported imported) {
    String text = RuleFileWriter.write(imported.rules());
    RuleFile file = RuleFileParser.parse("imported", text.getBytes(UTF_8));
    RuleFile.Usable usable = assertInstanceOf(RuleFile.Usable.class, file, text);
    assertEquals(imported.rules(), usable.rules());
    assertTrue(
        BACKEND.check(usable.rules(), usable.sources()).stream().noneMatch(Diagnostic::isError));
    return usable;
  }

  /** Rules that Durward has made come back, and a plan of them is empty. */
  @Test
  void ownRulesComeBackAsTheyAre() throws FirewallException {
    System.out.println("own rules imported: -Ddurward.seed=" + seed);
    GeneratedRules generated = new GeneratedRules(seed);
    int rules = 0;
    for (int i = 0; i < 150; i++) {
      RuleSet made = sayable(generated.whole("web"));
      Map<Family, FilterTableModel> host = new EnumMap<>(Family.class);
      for (Family family : Family.values()) {
        host.put(family, new FilterTableModel("DROP", "ACCEPT"));
      }
      Desired desired = new Desired(Set.of("web"), BACKEND.realize(made, DAY), "gone");
      Plan plan = Planner.plan(desired, snapshot(host));
      plan.before()
          .render(plan)
          .steps()
          .forEach(
              step -> {
                Family family = step.label().equals("ipv4") ? Family.IPV4 : Family.IPV6;
                table(host, family).restore(step.command().input().orElseThrow());
              });
      Imported imported = snapshot(host).imported(Optional.empty());
      RuleSet back = file(imported).rules();
      assertEquals(made.rules().size(), back.rules().size(), () -> seed + "\n" + made);
      Plan again =
          Planner.plan(
              new Desired(Set.of("web"), BACKEND.realize(back, DAY), "gone"), snapshot(host));
      assertTrue(again.isEmpty(), () -> "seed " + seed + "\n" + RuleFileWriter.write(back));
      assertEquals(0, imported.unsaid(), () -> imported.items().toString());
      rules += back.rules().size();
    }
    System.out.println("own rules imported: " + rules + ", and plans of them empty");
  }

  /** A rule for both directions with source ports is none of a file. */
  private static RuleSet sayable(RuleSet rules) {
    return rules.with(
        rules.rules().stream()
            .filter(rule -> rule.sourcePorts().isAll() || rule.directions().size() == 1)
            .toList());
  }

  private static FilterTableModel table(Map<Family, FilterTableModel> host, Family family) {
    return host.getOrDefault(family, new FilterTableModel("DROP", "ACCEPT"));
  }

  private static IptablesSnapshot snapshot(Map<Family, FilterTableModel> host)
      throws FirewallException {
    return IptablesBackend.snapshotOf(
        new Dump("v4", table(host, Family.IPV4).dump()),
        new Dump("v6", table(host, Family.IPV6).dump()));
  }

  /** What an imported set allows, the host accepts; what it refuses, the host refuses. */
  @Test
  void importedRulesNeverMeanMoreThanTheHosts() throws FirewallException {
    System.out.println("foreign rules imported: -Ddurward.seed=" + seed);
    int rules = 0;
    int comments = 0;
    int decided = 0;
    for (int i = 0; i < 1_000; i++) {
      ForeignChains ipv4 = new ForeignChains(random, Family.IPV4);
      ForeignChains ipv6 = new ForeignChains(random, Family.IPV6);
      Imported imported =
          IptablesBackend.snapshotOf(new Dump("v4", ipv4.dump()), new Dump("v6", ipv6.dump()))
              .imported(Optional.of("web"));
      RuleSet set = file(imported).rules();
      rules += set.rules().size();
      comments += imported.unsaid();
      for (int j = 0; j < 200; j++) {
        Flow flow = flow();
        String fate = (flow.family() == Family.IPV4 ? ipv4 : ipv6).fate(flow);
        Decision said = set.verdict(flow).decision();
        if (said != Decision.UNDECIDED) {
          decided++;
          assertEquals(
              fate.equals("ACCEPT"),
              said == Decision.ALLOWED,
              () ->
                  "seed "
                      + seed
                      + ": "
                      + flow
                      + " "
                      + set.verdict(flow)
                      + "\n"
                      + new String((flow.family() == Family.IPV4 ? ipv4 : ipv6).dump(), UTF_8)
                      + RuleFileWriter.write(set));
        }
      }
    }
    System.out.printf(
        "foreign rules imported: %d rules, %d comments, %d flows decided as the host does%n",
        rules, comments, decided);
    assertTrue(decided > 10_000, "most rules are met: " + decided);
  }

  private Flow flow() {
    boolean four = random.nextBoolean();
    List<String> remotes =
        four
            ? List.of("192.0.2.1", "192.0.2.9", "198.51.100.7", "203.0.113.1")
            : List.of("2001:db8::1", "2001:db8::9", "2001:db8:1::7", "2001:db8:2::1");
    String local = four ? "192.0.2.200" : "2001:db8::200";
    return new Flow(
        random.nextInt(3) > 0 ? Direction.IN : Direction.OUT,
        random.nextInt(3) > 0 ? 6 : 17,
        IpAddress.parse(local).orElseThrow(),
        IpAddress.parse(remotes.get(random.nextInt(remotes.size()))).orElseThrow(),
        40_000 + random.nextInt(100),
        List.of(21, 22, 23, 80, 100, 443, 444, 8443).get(random.nextInt(8)),
        List.of("eth0", "eth1", "wg0").get(random.nextInt(3)),
        Flow.Leg.OPENING,
        Optional.empty());
  }
}
