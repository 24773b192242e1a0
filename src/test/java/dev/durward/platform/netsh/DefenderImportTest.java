package dev.durward.platform.netsh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.kernel.GeneratedRules;
import dev.durward.model.AddressRange;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.model.PortRange;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict.Decision;
import dev.durward.model.WindowsOptions;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Imported;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.defender.Ruling;
import dev.durward.platform.netsh.defender.Ruling.Doubt;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.platform.netsh.registry.RegistryExport;
import dev.durward.platform.netsh.rule.AddressCondition;
import dev.durward.platform.netsh.rule.Circumstances;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.GeneratedFirewallRules;
import dev.durward.platform.netsh.rule.PortCondition;
import dev.durward.platform.netsh.translation.Restatement;
import dev.durward.platform.netsh.translation.RuleTranslation;
import dev.durward.platform.netsh.translation.Variables;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import dev.durward.rulefile.RuleFileWriter;
import dev.durward.rulefile.WrittenRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DefenderImportTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static NetshBackend host(List<String> local, List<String> group, int merge) {
    Map<String, Registry.Key> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    keys.put(FirewallPolicy.LOCAL + "\\FirewallRules", key(local));
    keys.put(FirewallPolicy.GROUP + "\\FirewallRules", key(group));
    keys.put(
        FirewallPolicy.GROUP + "\\PublicProfile",
        Registry.Key.of(Map.of(), Map.of("AllowLocalPolicyMerge", merge)));
    return NetshBackend.offline(new RegistryExport(prefixed(keys)));
  }

  private static SortedMap<String, Registry.Key> prefixed(Map<String, Registry.Key> keys) {
    SortedMap<String, Registry.Key> whole = new TreeMap<>();
    keys.forEach((path, key) -> whole.put("HKEY_LOCAL_MACHINE\\" + path, key));
    return whole;
  }

  private static Registry.Key key(List<String> rules) {
    Map<String, String> texts = new HashMap<>();
    for (String rule : rules) {
      texts.put(String.format("{%05d}", texts.size()), rule);
    }
    return Registry.Key.of(texts, Map.of());
  }

  private static RuleSet file(NetshBackend host, Imported imported) {
    String text = RuleFileWriter.write(imported.rules());
    RuleFile file = RuleFileParser.parse("imported", text.getBytes(UTF_8));
    RuleFile.Usable usable = assertInstanceOf(RuleFile.Usable.class, file, text);
    assertEquals(imported.rules(), usable.rules());
    assertTrue(
        host.check(usable.rules(), usable.sources()).stream().noneMatch(Diagnostic::isError));
    return usable.rules();
  }

  private static NetshBackend made(RuleSet rules) {
    List<String> texts = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      RuleTranslation.translate(rules.policy(), rule, Variables.USUAL)
          .forEach(each -> texts.add(each.text()));
    }
    return host(texts, List.of(), 1);
  }

  private static Plan plan(NetshBackend host, RuleSet rules) throws FirewallException {
    Desired desired = new Desired(Set.of(rules.policy()), host.realize(rules, DAY), "gone");
    return Planner.plan(desired, host.snapshot());
  }

  @Test
  void ownRulesComeBackWithTheirTexts() throws FirewallException {
    RuleSet rules =
        WrittenRules.web(
                "- name: admin console",
                "  description: Tomcat's HTTPS",
                "  justification: CHG-1042",
                "  owner: platform-team",
                "  direction: [in, out]",
                "  protocol: [tcp, udp]",
                "  ports: 8443",
                "  platforms: windows",
                "  windows: {profiles: [domain], program: 'C:\\t\\java.exe', interface-type: [lan, ras]}",
                "- {name: ping, protocol: icmp, families: ipv4, platforms: windows,"
                    + " windows: {icmp-types: [0, 8]}}",
                "- {name: near, ports: 1-65535, platforms: windows,"
                    + " windows: {remote: [localsubnet, dns], edge: yes, service: dns}}",
                "- {name: all of IPv6, protocol: any, families: ipv6, action: block}",
                "- {name: icmp, protocol: icmp, remote: [192.0.2.0/24, 2001:db8::/32]}")
            .rules();
    NetshBackend host = made(rules);
    Imported imported = host.snapshot().imported(Optional.empty());
    assertEquals("web", imported.policy());
    assertEquals(
        Set.copyOf(rules.rules()), Set.copyOf(file(host, imported).rules()), imported.toString());
    assertTrue(plan(host, imported.rules()).isEmpty());
  }

  @Test
  void generatedOwnRulesPlanToNothing() throws FirewallException {
    System.out.println("own rules of Windows imported: -Ddurward.seed=" + seed);
    GeneratedRules generated = new GeneratedRules(seed);
    int rules = 0;
    for (int i = 0; i < 150; i++) {
      RuleSet all = GeneratedRules.portable(generated.whole("web"));
      RuleSet some =
          new RuleSet(
              "web",
              all.rules().stream()
                  .filter(rule -> rule.sourcePorts().isAll() || rule.directions().size() == 1)
                  .toList(),
              all.inbound());
      NetshBackend host = made(some);
      Imported imported = host.snapshot().imported(Optional.of("web"));
      RuleSet back = file(host, imported);
      assertEquals(some.rules().size(), back.rules().size(), () -> "seed " + seed);
      assertEquals(0, imported.unsaid(), () -> "seed " + seed + imported.items());
      assertTrue(
          plan(host, back).isEmpty(), () -> "seed " + seed + "\n" + RuleFileWriter.write(back));
      rules += back.rules().size();
    }
    System.out.println("own rules of Windows imported: " + rules + ", and plans of them empty");
  }

  /** What an imported set surely allows, Windows allows, whatever it knows beside the packet. */
  @Test
  void importedRulesNeverAllowWhatTheHostBlocks() throws FirewallException {
    System.out.println("foreign rules of Windows imported: -Ddurward.seed=" + seed);
    GeneratedFirewallRules generated = new GeneratedFirewallRules(random);
    int rules = 0;
    int comments = 0;
    int allowed = 0;
    for (int i = 0; i < 1_500; i++) {
      List<FirewallRule> local = new ArrayList<>();
      List<FirewallRule> group = new ArrayList<>();
      for (int j = 2 + random.nextInt(6); j > 0; j--) {
        FirewallRule rule = simpler(generated.next());
        (random.nextInt(8) == 0 ? group : local).add(rule);
      }
      NetshBackend host = host(texts(local), texts(group), random.nextInt(2));
      FirewallPolicy policy = host.snapshot().policy();
      Imported imported = host.snapshot().imported(Optional.empty());
      RuleSet set = file(host, imported);
      rules += set.rules().size();
      comments += imported.unsaid();
      for (Profile profile : Profile.values()) {
        RuleSet sure = surely(set, profile);
        for (Flow flow : flows(local)) {
          if (sure.verdict(flow).decision() == Decision.ALLOWED) {
            allowed++;
            Ruling ruling = policy.verdict(flow, Circumstances.in(profile));
            assertEquals(
                Decision.ALLOWED,
                ruling.decision(),
                () -> "seed " + seed + " " + flow + "\n" + RuleFileWriter.write(set) + ruling);
            for (Doubt doubt : ruling.doubts()) {
              assertTrue(isSaid(doubt, policy), () -> "seed " + seed + doubt);
            }
          }
        }
      }
    }
    System.out.printf(
        "foreign rules of Windows imported: %d rules, %d comments, %d flows allowed by both%n",
        rules, comments, allowed);
    assertTrue(allowed > 1_000, "most rules are met: " + allowed);
  }

  /** Most of the conditions that no file says are left out of most rules, or nothing is said. */
  private FirewallRule simpler(FirewallRule rule) {
    boolean keep = random.nextInt(6) == 0;
    boolean plain = random.nextInt(3) > 0;
    return new FirewallRule(
        rule.id(),
        rule.version(),
        rule.name(),
        rule.description(),
        rule.group(),
        random.nextInt(6) > 0,
        rule.direction(),
        rule.action(),
        rule.profiles(),
        rule.protocol(),
        keep || rule.localPorts().words().isEmpty() ? rule.localPorts() : PortCondition.ANY,
        keep || rule.remotePorts().words().isEmpty() ? rule.remotePorts() : PortCondition.ANY,
        keep ? rule.icmpTypes() : List.of(),
        keep || plain ? AddressCondition.ANY : rule.localAddresses(),
        keep || !plain ? rule.remoteAddresses() : AddressCondition.ANY,
        keep ? rule.interfaceTypes() : Set.of(),
        keep ? rule.interfaces() : List.of(),
        keep ? rule.program() : Optional.empty(),
        keep ? rule.service() : Optional.empty(),
        rule.edge(),
        keep ? rule.others() : List.of());
  }

  private static List<String> texts(List<FirewallRule> rules) {
    return rules.stream().map(FirewallRule::text).toList();
  }

  /** The rules of a profile that ask for nothing but what a packet shows. */
  private static RuleSet surely(RuleSet set, Profile profile) {
    return new RuleSet(
        set.policy(),
        set.rules().stream()
            .filter(rule -> rule.enabled() && rule.windows().profiles().contains(profile))
            .filter(DefenderImportTest::isPlain)
            .toList());
  }

  private static boolean isPlain(Rule rule) {
    WindowsOptions windows = rule.windows();
    return windows.program().isEmpty()
        && windows.service().isEmpty()
        && windows.interfaceTypes().isEmpty()
        && windows.remote().isEmpty()
        && windows.icmpTypes().isEmpty();
  }

  /** Whether a rule that may block is one of the file's. */
  private static boolean isSaid(Doubt doubt, FirewallPolicy policy) {
    FirewallRule rule = doubt.rule();
    return rule.action() != Action.BLOCK
        || (!policy.groupRules().contains(rule)
            && !rule.program().equals(Optional.of("System"))
            && Restatement.of(rule, rule.profiles()).readable().isPresent());
  }

  /** Packets that the rules speak about, from the ends of what they name. */
  private List<Flow> flows(List<FirewallRule> rules) {
    List<Flow> flows = new ArrayList<>();
    for (FirewallRule rule : rules) {
      for (Family family : Family.values()) {
        List<AddressRange> local = rule.localAddresses().addresses().in(family);
        List<AddressRange> remote = rule.remoteAddresses().addresses().in(family);
        // ICMP in IPv6, and ICMPv6 in IPv4, is on no wire, and no file can say it.
        int other = family == Family.IPV4 ? 58 : 1;
        if (!local.isEmpty() && !remote.isEmpty() && rule.protocol().orElse(-1) != other) {
          boolean in = rule.direction() == Direction.IN;
          int here = port(rule.localPorts());
          int there = port(rule.remotePorts());
          flows.add(
              new Flow(
                  rule.direction(),
                  rule.protocol().orElse(6),
                  address(local),
                  address(remote),
                  in ? there : here,
                  in ? here : there,
                  "ethernet",
                  Flow.Leg.OPENING,
                  Optional.empty()));
        }
      }
    }
    return flows;
  }

  private IpAddress address(List<AddressRange> ranges) {
    AddressRange range = ranges.get(random.nextInt(ranges.size()));
    String usual = range.family() == Family.IPV4 ? "192.0.2.7" : "2001:db8::7";
    return range.isAll() ? IpAddress.parse(usual).orElseThrow() : range.last();
  }

  private int port(PortCondition ports) {
    List<PortRange> ranges = ports.numbers().ranges();
    return ports.isAny() || ranges.isEmpty()
        ? 40_000
        : ranges.get(random.nextInt(ranges.size())).first();
  }
}
