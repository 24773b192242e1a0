package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.RuleSet;
import dev.durward.plan.Change;
import dev.durward.plan.Plan;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.rulefile.WrittenRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan says about the host, and what it does with rules that somebody has changed. */
class DefenderNoticesTest {
  private static final RuleSet WEB =
      WrittenRules.web(
              "- {name: Port 443 rule, ports: [443, 444], windows: {profiles: [domain, private]}}")
          .rules();
  private static final String START = "v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|";

  private static Plan plan(DefenderHost host) throws Exception {
    return host.plan(host.desired(WEB));
  }

  private static void says(boolean obstructed, String part, Plan plan) {
    List<String> messages = plan.notices().stream().map(Diagnostic::message).toList();
    assertTrue(messages.stream().anyMatch(message -> message.contains(part)), messages.toString());
    assertEquals(obstructed, plan.isObstructed(), messages.toString());
  }

  private static DefenderHost with(String key, String name, int value) {
    DefenderHost host = DefenderHost.empty();
    host.keys().put(key, Registry.Key.of(Map.of(), Map.of(name, value)));
    return host;
  }

  @Test
  void aHostWithNothingSpecialNeedsNoWords() throws Exception {
    DefenderHost host =
        DefenderHost.empty()
            .with("{1}", START + "LPort=22|Name=other port|")
            .with("{2}", START + "Profile=Public|LPort=443|Name=other profile|")
            .with("{3}", START.replace("TRUE", "FALSE") + "LPort=443|Name=inactive|")
            .with("{4}", START.replace("=In", "=Out") + "LPort=443|Name=other way|")
            .with("{5}", START.replace("=6", "=17") + "LPort=443|Name=other protocol|");
    assertEquals(List.of(), plan(host).notices());
  }

  @Test
  void namesRulesThatBlockWhatOursAllow() throws Exception {
    says(
        false,
        "the rule \"No HTTPS\" blocks part of what \"Port 443 rule\" allows",
        plan(DefenderHost.empty().with("{1}", START + "LPort=443|Name=No HTTPS|")));
    says(
        false,
        "the rule \"None\" blocks all of what",
        plan(DefenderHost.empty().with("{1}", START + "Name=None|")));
    DefenderHost ofGroup = DefenderHost.empty();
    ofGroup
        .keys()
        .put(
            FirewallPolicy.GROUP + "\\FirewallRules",
            Registry.Key.of(Map.of("x", START + "LPort2_10=1-65535|Name=Shut|"), Map.of()));
    says(false, "group policy's rule \"Shut\" blocks all", plan(ofGroup));
  }

  @Test
  void saysWhatTheProfilesDo() throws Exception {
    String local = FirewallPolicy.LOCAL + "\\";
    String group = FirewallPolicy.GROUP + "\\";
    says(
        false,
        "is off in the domain profile",
        plan(with(local + "DomainProfile", "EnableFirewall", 0)));
    says(
        false,
        "the private profile blocks all incoming",
        plan(with(local + "StandardProfile", "DoNotAllowExceptions", 1)));
    DefenderHost merge = with(group + "DomainProfile", "AllowLocalPolicyMerge", 0);
    says(false, "voids all local rules in the domain profile", plan(merge));
    merge
        .keys()
        .put(
            group + "PrivateProfile",
            Registry.Key.of(Map.of(), Map.of("AllowLocalPolicyMerge", 0)));
    says(true, "voids local rules in every profile of \"Port 443 rule\"", plan(merge));
    assertEquals(List.of(), plan(with(local + "PublicProfile", "EnableFirewall", 0)).notices());
  }

  @Test
  void mendsWhatSomebodyHasChanged() throws Exception {
    DefenderHost host = DefenderHost.empty();
    host.make(WEB);
    String id = host.store().values().keySet().iterator().next();
    String text = host.store().values().getOrDefault(id, "");
    for (String changed :
        List.of(
            text.replace("=443-444", "=443-445"),
            text.replace("Active=TRUE", "Active=FALSE"),
            text.replaceFirst("Desc=[^|]*", "Desc=mine"),
            text.replace("Name=Port 443 rule [durward:web]", "Name=HTTPS"),
            text.replace("Profile=Domain|", ""))) {
      host.store().put(id, changed);
      assertFalse(plan(host).isEmpty(), changed);
      host.make(WEB);
      assertTrue(plan(host).isEmpty());
      assertEquals(1, host.store().values().size(), host.store().values().toString());
      host.store().values().keySet().forEach(host.store()::remove);
      host.store().put(id, text);
    }
  }

  @Test
  void aDuplicateIsDrift() throws Exception {
    DefenderHost host = DefenderHost.empty();
    host.make(WEB);
    String text = host.store().values().values().iterator().next();
    host.with("{2}", text).with("{3}", text);
    Plan plan = plan(host);
    assertEquals(Change.Kind.REPLACE, plan.changes().get(0).kind());
    host.make(WEB);
    assertEquals(1, host.store().values().size());
  }

  @Test
  void refusesWhatNetshCouldNotTellApart() throws Exception {
    DefenderHost host = DefenderHost.empty();
    host.make(WEB);
    String id = host.store().values().keySet().iterator().next();
    String text = host.store().values().getOrDefault(id, "");
    host.store().put(id, text.replace("Name=Port 443 rule [durward:web]", "Name=HTTPS"));
    host.with("{f}", "v2.30|Action=Allow|Active=TRUE|Dir=In|Name=https|");
    says(true, "is somebody else's and has the name of one of Durward's", plan(host));
    host.store().remove("{f}");
    host.store().put(id, text + "EmbedCtxt=group|");
    says(true, "has been given EmbedCtxt=group", plan(host));
  }
}
