package dev.durward.platform.iptables.notices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Direction;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict.Decision;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesBackend.Dump;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeedlessRulesTest {
  private static final List<String> SOURCES =
      List.of("192.0.2.1", "192.0.2.200", "198.51.100.1", "2001:db8::1", "2001:db8:9::1");

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static RuleSet rules(List<String> lines) {
    String text = "version: 1\npolicy: web\nrules:\n" + String.join("", lines);
    RuleFile file = RuleFileParser.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8));
    return ((RuleFile.Usable) file).rules();
  }

  /** A host that has these rules, in the order of the file. */
  private static IptablesSnapshot host(RuleSet rules) throws Exception {
    List<Entry> lines = new ArrayList<>();
    for (Realized each : IptablesBackend.offline().realize(rules, LocalDate.of(2026, 6, 1))) {
      lines.addAll(each.entries());
    }
    return IptablesBackend.snapshotOf(dump("iptables ", lines), dump("ip6tables ", lines));
  }

  private static Dump dump(String program, List<Entry> lines) {
    StringBuilder text = new StringBuilder("*filter\n:INPUT DROP [0:0]\n");
    for (OwnChain own : OwnChain.values()) {
      text.append(":" + own.chain() + " - [0:0]\n");
      for (Entry line : lines) {
        if (line.place().equals(program + own.chain())) {
          text.append("-A " + own.chain() + " " + line.text() + "\n");
        }
      }
    }
    return new Dump("dump", text.append("COMMIT\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> needless(String... lines) throws Exception {
    List<String> yaml = Stream.of(lines).map(line -> "  - {" + line + "}\n").toList();
    return host(rules(yaml)).needless().stream()
        .map(
            each ->
                each.mark().rule()
                    + (each.blocked() ? " blocked by " : " as ")
                    + each.others().stream().map(mark -> mark.rule()).toList())
        .toList();
  }

  @Test
  void whatOthersOfDurwardsSayOrBlockIsNeedless() throws Exception {
    assertEquals(
        List.of("c as [a, b]", "d blocked by [e]"),
        needless(
            "name: a, ports: 80-100",
            "name: b, ports: 101-200, protocol: [tcp, udp]",
            "name: c, ports: [90, 150]",
            "name: d, ports: 23, remote: 192.0.2.0/24",
            "name: e, ports: 20-30, action: block"));
  }

  @Test
  void whatOthersSayInPartOrAtTimesIsNot() throws Exception {
    assertEquals(
        List.of(),
        needless(
            "name: a, ports: 80-100, families: ipv4",
            "name: b, ports: 90",
            "name: c, ports: 443, expires: 2027-01-01",
            "name: d, ports: 443, remote: 192.0.2.1",
            "name: e, ports: 22, platforms: linux, linux: {limit: 5/minute}",
            "name: f, ports: 22, remote: 192.0.2.1",
            "name: g, ports: 25, platforms: linux, action: reject",
            "name: h, ports: 25, action: block, remote: 192.0.2.1"));
  }

  private String line(int number) {
    String first = String.valueOf(20 + random.nextInt(4));
    String last = String.valueOf(24 + random.nextInt(4));
    String remote =
        List.of("192.0.2.0/24", "192.0.2.0/25", "any", "198.51.100.1", "'2001:db8::/48'")
            .get(random.nextInt(5));
    return "  - {name: r"
        + number
        + ", ports: "
        + (random.nextBoolean() ? first : first + "-" + last)
        + ", protocol: "
        + List.of("tcp", "udp", "[tcp, udp]").get(random.nextInt(3))
        + ", action: "
        + List.of("allow", "allow", "block").get(random.nextInt(3))
        + (remote.equals("any") ? "" : ", remote: " + remote)
        + "}\n";
  }

  private static List<Decision> decisions(RuleSet rules) {
    List<Decision> decisions = new ArrayList<>();
    for (String source : SOURCES) {
      String target = source.contains(":") ? "2001:db8:1::1" : "203.0.113.1";
      for (int protocol : new int[] {6, 17}) {
        for (int port = 19; port < 30; port++) {
          decisions.add(
              rules
                  .verdict(
                      new Flow(
                          Direction.IN,
                          protocol,
                          IpAddress.parse(target).orElseThrow(),
                          IpAddress.parse(source).orElseThrow(),
                          40_000,
                          port,
                          "eth0",
                          Flow.Leg.OPENING,
                          Optional.empty()))
                  .decision());
        }
      }
    }
    return decisions;
  }

  private static RuleSet without(RuleSet rules, List<String> names) {
    List<Rule> left = rules.rules().stream().filter(rule -> !names.contains(rule.name())).toList();
    return new RuleSet(rules.policy(), left);
  }

  /** All of them may go at once. */
  @Test
  void withoutThemTheRulesAllowAndBlockTheSame() throws Exception {
    System.out.println("needless rules: -Ddurward.seed=" + seed);
    int found = 0;
    for (int round = 0; round < 300; round++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        lines.add(line(i));
      }
      RuleSet rules = rules(lines);
      List<String> names = host(rules).needless().stream().map(each -> each.mark().rule()).toList();
      assertEquals(decisions(rules), decisions(without(rules, names)), () -> names + "" + lines);
      found += names.size();
    }
    assertTrue(found > 100, found + " found");
  }
}
