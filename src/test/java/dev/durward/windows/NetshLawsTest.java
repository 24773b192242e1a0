package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.ApplyResult;
import dev.durward.kernel.GeneratedFlows;
import dev.durward.kernel.GeneratedRules;
import dev.durward.model.Direction;
import dev.durward.model.Flow;
import dev.durward.model.Inbound;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict.Decision;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Plan;
import dev.durward.platform.FirewallException;
import dev.durward.platform.netsh.rule.Circumstances;
import dev.durward.windows.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The laws of Durward, on the model of netsh and over generated rule sets. */
@DisplayName("Defender Firewall through netsh")
class NetshLawsTest {
  private static final int SETS = 120;
  private static final List<Profile> PROFILES = List.of(Profile.values());

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final GeneratedRules generated = new GeneratedRules(seed);

  private static final Map<String, String> FOREIGN =
      Map.of(
          "{11111111-2222-3333-4444-555555555555}",
          "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=Remote Desktop|",
          "RemoteDesktop-In",
          "v2.30|Action=Allow|Active=FALSE|Dir=In|Protocol=6|LPort=3389|Name=@FirewallAPI.dll,-1|"
              + "Desc=rule 0 [not ours]|EmbedCtxt=@FirewallAPI.dll,-2|",
          "TCP Query User{AAAAAAAA-0000-0000-0000-000000000000}C:\\a.exe",
          "v2.30|Action=Block|Active=TRUE|Dir=Out|Protocol=6|RPort=25|App=C:\\a.exe|Name=a|");

  NetshLawsTest() {
    System.out.println("laws on the model of netsh: -Ddurward.seed=" + seed);
  }

  private RuleSet ruleSet(String policy) {
    return GeneratedRules.portable(generated.whole(policy));
  }

  private static DefenderHost host() {
    DefenderHost host = DefenderHost.loose();
    FOREIGN.forEach(host::with);
    return host;
  }

  private void foreignIsUntouched(DefenderHost host) {
    Map<String, String> values = new TreeMap<>(host.store().values());
    values.keySet().retainAll(FOREIGN.keySet());
    assertEquals(new TreeMap<>(FOREIGN), values, "seed " + seed);
  }

  @Test
  void aPlanAfterAnApplyIsEmpty() throws Exception {
    DefenderHost host = host();
    List<String> before = host.texts();
    int rules = 0;
    for (int i = 0; i < SETS; i++) {
      RuleSet next = ruleSet(i % 3 == 0 ? "other" : "web");
      host.make(next);
      Plan again = host.plan(host.desired(next));
      assertTrue(again.isEmpty(), () -> "seed " + seed + ": " + again.changes());
      foreignIsUntouched(host);
      rules += host.store().values().size() - FOREIGN.size();
    }
    host.make(new RuleSet("web", List.of()));
    host.make(new RuleSet("other", List.of()));
    assertEquals(before, host.texts(), "rules of others, and the settings");
    System.out.println(SETS + " generated rule sets applied, " + rules + " rules of netsh's");
  }

  @Test
  void whateverFailsTheHostIsAsBefore() throws Exception {
    int tried = 0;
    for (int i = 0; i < 15; i++) {
      RuleSet first = ruleSet("web");
      RuleSet second = ruleSet("web");
      for (Kind kind : List.of(Kind.FAILS, Kind.WORKS_AND_FAILS)) {
        boolean reached = true;
        for (int at = 1; reached; at++) {
          DefenderHost host = host();
          host.make(first);
          List<String> before = host.texts();
          ApplyResult result = host.apply(second, with(kind, at));
          reached = !(result instanceof ApplyResult.Applied);
          if (reached) {
            assertInstanceOf(ApplyResult.RolledBack.class, result, "seed " + seed + result);
            assertEquals(before, host.texts(), "seed " + seed + ", " + kind + " at " + at);
            tried++;
          }
        }
      }
    }
    assertTrue(tried > 50, "failures: " + tried);
    System.out.println(tried + " failures of a netsh command, each rolled back");
  }

  @Test
  void afterANetshThatDiesTheNextRunMendsWhatIsLeft() throws Exception {
    int broken = 0;
    for (int i = 0; i < 15; i++) {
      RuleSet first = ruleSet("web");
      RuleSet second = ruleSet("web");
      boolean reached = true;
      for (int at = 1; reached; at++) {
        DefenderHost host = host();
        host.make(first);
        ApplyResult result = host.apply(second, with(Kind.DIES, at));
        reached = !(result instanceof ApplyResult.Applied);
        broken += result instanceof ApplyResult.Broken ? 1 : 0;
        foreignIsUntouched(host);
        host.make(second);
        assertTrue(host.plan(host.desired(second)).isEmpty(), "seed " + seed);
        foreignIsUntouched(host);
      }
    }
    assertTrue(broken > 20, "left half changed: " + broken);
    System.out.println(broken + " hosts left half changed, each mended by the next run");
  }

  @Test
  void successThatIsOnlyReportedCountsForNothing() throws Exception {
    DefenderHost host = host();
    host.make(ruleSet("web"));
    List<String> before = host.texts();
    ApplyResult result = host.apply(ruleSet("web"), with(Kind.STUB, 1));
    assertInstanceOf(ApplyResult.RolledBack.class, result);
    assertEquals(before, host.texts());
  }

  @Test
  void speaksToNetshInAnyLanguage() throws Exception {
    for (Language language : Language.values()) {
      DefenderHost host = host();
      RuleSet rules = ruleSet("web");
      assertInstanceOf(
          ApplyResult.Applied.class, host.apply(rules, Settings.of(language)), language.name());
      assertTrue(host.plan(host.desired(rules)).isEmpty());
    }
  }

  /** Whatever is allowed before and after is allowed at each step between. */
  @Test
  void noAllowedPortIsShutOnTheWay() throws Exception {
    int steps = 0;
    GeneratedFlows flows = new GeneratedFlows(random);
    for (int i = 0; i < 40; i++) {
      RuleSet first = ruleSet("web");
      RuleSet second = i % 2 == 0 ? ruleSet("web") : first;
      List<Flow> staying = new ArrayList<>();
      for (int flow = 0; flow < 60; flow++) {
        Flow next = flows.next();
        if (isAllowed(first, next) && isAllowed(second, next)) {
          staying.add(next);
        }
      }
      DefenderHost host = host();
      host.make(first);
      WatchedRules watched = new WatchedRules(host.store(), new ArrayList<>());
      DefenderHost seen = new DefenderHost(watched, host.keys());
      seen.make(second);
      for (MemoryRules state : watched.states()) {
        DefenderHost then = new DefenderHost(state, host.keys());
        // A block that comes shuts what it shuts; what both allow, no block of either refuses.
        for (Flow flow : staying) {
          assertEquals(
              Decision.ALLOWED, decision(then, flow, Profile.PUBLIC), "seed " + seed + flow);
          steps++;
        }
      }
    }
    System.out.println(steps + " flows looked at between two commands of netsh");
    assertTrue(steps > 100);
  }

  @Test
  void oneMeaningOnBothSystems() throws Exception {
    int packets = 0;
    GeneratedFlows flows = new GeneratedFlows(random);
    DefenderHost host = host();
    for (int i = 0; i < SETS; i++) {
      RuleSet rules = ruleSet("web");
      host.make(rules);
      for (int flow = 0; flow < 40; flow++) {
        for (Flow.Leg leg : Flow.Leg.values()) {
          Flow next = GeneratedFlows.leg(flows.next(), leg);
          Profile profile = PROFILES.get(random.nextInt(PROFILES.size()));
          Decision expected = rules.verdict(next).decision();
          if (expected == Decision.UNDECIDED) {
            expected = undecided(rules, next.direction(), profile);
          }
          assertEquals(
              expected, decision(host, next, profile), () -> "seed " + seed + next + rules);
          packets++;
        }
      }
    }
    System.out.println(packets + " packets over " + SETS + " rule sets, all as the model says");
  }

  /** The host's own settings decide then. */
  private static Decision undecided(RuleSet rules, Direction direction, Profile profile) {
    boolean blocked =
        direction == Direction.IN
            ? rules.inbound() == Inbound.BLOCK || profile == Profile.DOMAIN
            : profile == Profile.PRIVATE;
    return blocked ? Decision.BLOCKED : Decision.ALLOWED;
  }

  static boolean isAllowed(RuleSet rules, Flow flow) {
    Decision decision = rules.verdict(flow).decision();
    return decision == Decision.ALLOWED
        || (decision == Decision.UNDECIDED && flow.direction() == Direction.OUT);
  }

  private static Decision decision(DefenderHost host, Flow flow, Profile profile)
      throws FirewallException {
    return host.policy().verdict(flow, Circumstances.in(profile)).decision();
  }

  private static Settings with(Kind kind, int at) {
    return Settings.of(Language.CHINESE).with(new Fault(kind, at));
  }
}
