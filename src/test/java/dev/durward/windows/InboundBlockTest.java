package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.ApplyResult;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Inbound;
import dev.durward.model.RuleSet;
import dev.durward.plan.Plan;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.rulefile.WrittenRules;
import dev.durward.windows.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code inbound: block} on Windows: settings, which carry nobody's mark. */
class InboundBlockTest {
  private static final List<dev.durward.model.Rule> RULES =
      WrittenRules.web("- {name: ssh, ports: 22}").rules().rules();
  private static final RuleSet SHUT = new RuleSet("web", RULES, Inbound.BLOCK);
  private static final RuleSet LEFT = new RuleSet("web", RULES);
  private static final RuleSet NONE = new RuleSet("web", List.of());
  private static final RuleSet OTHER = new RuleSet("db", List.of(), Inbound.BLOCK);
  private static final String GROUP = FirewallPolicy.GROUP + "\\PublicProfile";

  private static Plan plan(DefenderHost host, RuleSet rules) throws Exception {
    return host.plan(host.desired(rules));
  }

  private static List<String> commands(DefenderHost host, RuleSet rules) throws Exception {
    Plan plan = plan(host, rules);
    return plan.before()
        .render(plan)
        .text()
        .lines()
        .filter(line -> !line.startsWith("rem "))
        .map(line -> line.replace("C:\\Windows\\System32\\netsh.exe ", ""))
        .filter(line -> line.startsWith("advfirewall"))
        .map(line -> line.replaceFirst("advfirewall (firewall )?", ""))
        .map(
            line ->
                line.replaceFirst("(set rule|add rule|delete rule) (name=\"[^\"]*\").*", "$1 $2"))
        .toList();
  }

  private static String setting(DefenderHost host, String profile) {
    Map<String, Integer> set = host.store().settings(profile);
    return set.getOrDefault("DefaultInboundAction", 1)
        + " "
        + set.getOrDefault("DefaultOutboundAction", 0);
  }

  @Test
  void setsTheProfilesThatNeedItAndLeavesTheOtherHalfAsItIs() throws Exception {
    DefenderHost host = DefenderHost.loose();
    assertEquals(
        List.of(
            "add rule name=\"ssh [durward:web]\"",
            "add rule name=\"inbound: block [durward:web]\"",
            "set privateprofile firewallpolicy blockinbound,blockoutbound",
            "set publicprofile firewallpolicy blockinbound,allowoutbound"),
        commands(host, SHUT));
    host.make(SHUT);
    assertTrue(plan(host, SHUT).isEmpty());
    assertEquals("1 1", setting(host, "StandardProfile"));
    assertEquals("1 0", setting(host, "PublicProfile"));
    assertEquals(Map.of(), host.store().settings("DomainProfile"));
  }

  /** What shows whose wish it is can't do anything, even if somebody turns it on. */
  @Test
  void theSignIsInactiveAndOfAReservedProtocol() throws Exception {
    DefenderHost host = DefenderHost.loose();
    host.make(OTHER);
    assertEquals(
        List.of(
            "v2.30|Action=Block|Active=FALSE|Dir=In|Protocol=255|Name=inbound: block [durward:db]"
                + "|Desc=Durward keeps blocked what no rule lets in; this rule itself does nothing"
                + " [came in before: private, public] [durward:db/inbound: block]|"),
        List.copyOf(host.store().values().values()));
  }

  @Test
  void aPlanSaysWhichProfilesItSets() throws Exception {
    Plan plan = plan(DefenderHost.loose(), SHUT);
    assertEquals("settings of Defender Firewall", plan.before().frame());
    assertEquals(
        List.of("Defender Firewall private profile", "Defender Firewall public profile"),
        plan.repairs().stream().map(repair -> repair.place()).toList());
    assertEquals(List.of(), plan(DefenderHost.empty(), SHUT).repairs());
  }

  @Test
  void whatGoesIsAsItWasBefore() throws Exception {
    for (RuleSet next : List.of(LEFT, NONE)) {
      DefenderHost host = DefenderHost.loose();
      host.make(LEFT);
      host.make(SHUT);
      assertEquals(
          List.of(
              "set privateprofile firewallpolicy allowinbound,blockoutbound",
              "set publicprofile firewallpolicy allowinbound,allowoutbound"),
          commands(host, next).stream().filter(line -> line.startsWith("set")).toList());
      host.make(next);
      assertEquals("0 1", setting(host, "StandardProfile"));
      assertEquals("0 0", setting(host, "PublicProfile"));
      assertTrue(plan(host, next).isEmpty());
    }
  }

  @Test
  void theLastPolicyThatGoesOpensWhatTheFirstHasShut() throws Exception {
    DefenderHost host = DefenderHost.loose();
    host.make(SHUT);
    host.make(OTHER);
    host.make(NONE);
    assertEquals("1 0", setting(host, "PublicProfile"));
    host.make(new RuleSet("db", List.of()));
    assertEquals(DefenderHost.loose().texts().toString(), host.texts().toString());
  }

  @Test
  void shutsAgainWhatSomebodyHasOpened() throws Exception {
    DefenderHost host = DefenderHost.empty();
    host.make(SHUT);
    host.with("PublicProfile", "DefaultInboundAction", 0);
    Plan drift = plan(host, SHUT);
    assertFalse(drift.isEmpty());
    assertFalse(drift.keepsRules());
    assertEquals(
        List.of("set publicprofile firewallpolicy blockinbound,allowoutbound"),
        commands(host, SHUT));
    host.make(SHUT);
    assertTrue(plan(host, SHUT).isEmpty());
    host.make(NONE);
    assertEquals("1 0", setting(host, "PublicProfile"), "as it was before the first apply");
  }

  /** As the host was means as it was, and not as a file once said. */
  @ParameterizedTest
  @CsvSource({"FAILS", "WORKS_AND_FAILS"})
  void aFailureGoesBackToWhatSomebodyHadOpened(Kind kind) throws Exception {
    RuleSet more =
        new RuleSet(
            "web", WrittenRules.web("- {name: dns, ports: 53}").rules().rules(), Inbound.BLOCK);
    int failures = 0;
    boolean reached = true;
    for (int at = 1; reached; at++) {
      DefenderHost host = DefenderHost.empty();
      host.make(SHUT);
      host.with("PublicProfile", "DefaultInboundAction", 0);
      List<String> before = host.texts();
      ApplyResult result = host.apply(more, Settings.of(Language.FRENCH).with(new Fault(kind, at)));
      reached = !(result instanceof ApplyResult.Applied);
      if (reached) {
        assertInstanceOf(ApplyResult.RolledBack.class, result);
        assertEquals(before, host.texts(), "at " + at);
        failures++;
      }
    }
    assertEquals(3, failures);
  }

  /** First what lets in, then the setting, then what goes. */
  @Test
  void noStateOnTheWayShutsWhatIsAllowed() throws Exception {
    DefenderHost host = DefenderHost.loose();
    host.make(WrittenRules.web("- {name: old, ports: 22}").rules());
    WatchedRules watched = new WatchedRules(host.store(), new ArrayList<>());
    new DefenderHost(watched, host.keys()).make(SHUT);
    int shut = 0;
    for (MemoryRules state : watched.states()) {
      boolean isShut =
          Map.of("DefaultInboundAction", 1, "DefaultOutboundAction", 0, "DoNotAllowExceptions", 0)
              .equals(state.settings("PublicProfile"));
      assertTrue(!isShut || state.values().toString().contains("ssh [durward:web]"));
      shut += isShut ? 1 : 0;
    }
    assertTrue(shut > 1 && shut < watched.states().size(), shut + " " + watched.states().size());
  }

  @ParameterizedTest
  @CsvSource({
    "LOCAL, EnableFirewall, off in the public profile, publicprofile state on",
    "GROUP, EnableFirewall, off in the public profile, group policy of this host",
    "GROUP, DefaultInboundAction, group policy lets in, group policy of this host",
  })
  void whereItCantHoldThePlanStops(String store, String setting, String message, String remedy)
      throws Exception {
    DefenderHost host = DefenderHost.empty();
    host.make(SHUT);
    if (store.equals("LOCAL")) {
      host.with("PublicProfile", setting, 0);
    } else {
      host.keys().put(GROUP, Registry.Key.of(Map.of(), Map.of(setting, 0)));
    }
    Plan plan = plan(host, SHUT);
    assertFalse(plan.isEmpty(), "it differs from the file");
    Diagnostic error =
        plan.notices().stream().filter(Diagnostic::isError).findFirst().orElseThrow();
    assertTrue(error.message().contains(message), error.message());
    assertTrue(error.proposal().orElse("").contains(remedy), error.toString());
    assertFalse(plan(host, NONE).isObstructed(), "it can be taken away");
    assertFalse(plan(host, new RuleSet("db", List.of())).isObstructed(), "others are free");
  }

  @Test
  void whatIsShutAlreadyIsNotTouched() throws Exception {
    DefenderHost group = DefenderHost.empty().with("PublicProfile", "DefaultInboundAction", 0);
    group.keys().put(GROUP, Registry.Key.of(Map.of(), Map.of("DefaultInboundAction", 1)));
    DefenderHost shields =
        DefenderHost.empty()
            .with("PublicProfile", "DefaultInboundAction", 0)
            .with("PublicProfile", "DoNotAllowExceptions", 1);
    for (DefenderHost host : List.of(group, shields)) {
      List<String> before = host.texts();
      host.make(SHUT);
      assertTrue(host.texts().containsAll(before), host.texts().toString());
      host.make(NONE);
      assertEquals(before, host.texts());
    }
  }

  /** To open a profile by netsh would lower its shields as well. */
  @Test
  void shieldsThatSomebodyHasRaisedSinceStayUp() throws Exception {
    DefenderHost host = DefenderHost.loose();
    host.make(SHUT);
    host.with("PublicProfile", "DoNotAllowExceptions", 1);
    host.make(NONE);
    assertEquals(1, host.store().settings("PublicProfile").get("DoNotAllowExceptions"));
    assertEquals("0 1", setting(host, "StandardProfile"));
  }

  @Test
  void aSignOfAScriptOpensNothingAndThatIsSaid() throws Exception {
    DefenderHost host = DefenderHost.loose();
    host.make(OTHER);
    String id = host.store().values().keySet().iterator().next();
    String text = host.store().values().getOrDefault(id, "");
    host.store().put(id, text.replaceFirst(" \\[came in before: [^]]*\\]", ""));
    assertTrue(plan(host, OTHER).isEmpty());
    RuleSet gone = new RuleSet("db", List.of());
    assertTrue(plan(host, gone).notices().toString().contains("stays blocked"));
    host.make(gone);
    assertEquals("1 0", setting(host, "PublicProfile"));
  }

  @Test
  void isImportedAsItWasWritten() throws Exception {
    DefenderHost host = DefenderHost.loose();
    host.make(SHUT);
    RuleSet imported = host.backend().snapshot().imported(Optional.empty()).rules();
    assertEquals(SHUT, imported);
    host.with("PublicProfile", "DefaultInboundAction", 0);
    assertEquals(
        Inbound.ALLOW, host.backend().snapshot().imported(Optional.empty()).rules().inbound());
  }
}
