package dev.durward.platform.netsh.defender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.netsh.defender.ProfileSettings.Setting;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirewallPolicyTest {
  private static final String LOCAL = FirewallPolicy.LOCAL;
  private static final String GROUP = FirewallPolicy.GROUP;

  private final Map<String, Registry.Key> keys = new HashMap<>();

  FirewallPolicyTest() {
    keys.put(LOCAL + "\\FirewallRules", Registry.Key.of(Map.of(), Map.of()));
  }

  private FirewallPolicy policy() throws FirewallException {
    return FirewallPolicy.read(path -> Optional.ofNullable(keys.get(path)));
  }

  private void rules(String store, String... fields) {
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < fields.length; i++) {
      texts.put("{" + i + "}", "v2.30|Action=Allow|Dir=In|" + fields[i]);
    }
    keys.put(store + "\\FirewallRules", Registry.Key.of(texts, Map.of("a", 1)));
  }

  private void settings(String path, String name, int value) {
    keys.put(path, Registry.Key.of(Map.of(), Map.of(name, value)));
  }

  @Test
  void aHostThatNobodySetUpBlocksInboundAndAllowsOutbound() throws FirewallException {
    for (Profile profile : Profile.values()) {
      ProfileSettings settings = policy().settings(profile);
      assertTrue(settings.is(Setting.ENABLED));
      assertTrue(settings.is(Setting.BLOCKS_INBOUND));
      assertFalse(settings.is(Setting.BLOCKS_OUTBOUND));
      assertFalse(settings.is(Setting.SHIELDS_UP));
      assertTrue(settings.is(Setting.MERGES_LOCAL_RULES));
    }
  }

  @Test
  void theLocalStandardProfileIsThePrivateOne() throws FirewallException {
    settings(LOCAL + "\\StandardProfile", "EnableFirewall", 0);
    assertFalse(policy().settings(Profile.PRIVATE).is(Setting.ENABLED));
    assertTrue(policy().settings(Profile.PUBLIC).is(Setting.ENABLED));
    assertTrue(policy().settings(Profile.DOMAIN).is(Setting.ENABLED));
  }

  @Test
  void theStandardProfileOfGroupPolicyIsBothOthersWhereThereIsNeither() throws FirewallException {
    settings(GROUP + "\\StandardProfile", "DefaultOutboundAction", 1);
    assertTrue(policy().settings(Profile.PRIVATE).is(Setting.BLOCKS_OUTBOUND));
    assertTrue(policy().settings(Profile.PUBLIC).is(Setting.BLOCKS_OUTBOUND));
    assertFalse(policy().settings(Profile.DOMAIN).is(Setting.BLOCKS_OUTBOUND));
    settings(GROUP + "\\PublicProfile", "EnableFirewall", 1);
    assertFalse(policy().settings(Profile.PRIVATE).is(Setting.BLOCKS_OUTBOUND));
    assertFalse(policy().settings(Profile.PUBLIC).is(Setting.BLOCKS_OUTBOUND));
  }

  @Test
  void groupPolicyWinsWhereItSaysSomething() throws FirewallException {
    settings(LOCAL + "\\PublicProfile", "EnableFirewall", 0);
    assertFalse(policy().settings(Profile.PUBLIC).is(Setting.ENABLED));
    settings(GROUP + "\\PublicProfile", "EnableFirewall", 1);
    assertTrue(policy().settings(Profile.PUBLIC).is(Setting.ENABLED));
    settings(GROUP + "\\PublicProfile", "DefaultInboundAction", 0);
    assertFalse(policy().settings(Profile.PUBLIC).is(Setting.ENABLED));
    assertFalse(policy().settings(Profile.PUBLIC).is(Setting.BLOCKS_INBOUND));
  }

  @Test
  void eitherStoreRaisesTheShields() throws FirewallException {
    settings(LOCAL + "\\PublicProfile", "DoNotAllowExceptions", 1);
    settings(GROUP + "\\PublicProfile", "DoNotAllowExceptions", 0);
    assertTrue(policy().settings(Profile.PUBLIC).is(Setting.SHIELDS_UP));
    assertFalse(policy().settings(Profile.DOMAIN).is(Setting.SHIELDS_UP));
  }

  @Test
  void groupPolicyVoidsLocalRulesInAProfile() throws FirewallException {
    rules(LOCAL, "Active=TRUE|Name=local|");
    rules(GROUP, "Active=TRUE|Name=group|");
    settings(GROUP + "\\PublicProfile", "AllowLocalPolicyMerge", 0);
    assertEquals(List.of("group"), labels(Profile.PUBLIC));
    assertEquals(List.of("group", "local"), labels(Profile.DOMAIN));
  }

  @Test
  void onlyGroupPolicyCanVoidThem() throws FirewallException {
    rules(LOCAL, "Active=TRUE|Name=local|");
    settings(LOCAL + "\\PublicProfile", "AllowLocalPolicyMerge", 0);
    settings(GROUP + "\\StandardProfile", "AllowLocalPolicyMerge", 0);
    assertEquals(List.of("local"), labels(Profile.PUBLIC));
    assertEquals(List.of("local"), labels(Profile.PRIVATE));
  }

  private List<String> labels(Profile profile) throws FirewallException {
    return policy().rules(profile).stream().map(FirewallRule::label).toList();
  }

  @Test
  void rulesThatAreOffOrOfOtherProfilesDoNotHold() throws FirewallException {
    rules(LOCAL, "Name=off|", "Active=TRUE|Profile=Domain|Name=domain|");
    assertEquals(2, policy().localRules().size());
    assertEquals(List.of("domain"), labels(Profile.DOMAIN));
    assertEquals(List.of(), labels(Profile.PUBLIC));
  }

  @Test
  void saysWhichRulesItDoesNotUnderstand() throws FirewallException {
    rules(LOCAL, "Active=TRUE|Name=good|", "Protocol=x|");
    FirewallPolicy policy = policy();
    assertEquals(1, policy.localRules().size());
    assertEquals(
        List.of(
            new FirewallPolicy.Unread(
                LOCAL + "\\FirewallRules",
                "{1}",
                "v2.30|Action=Allow|Dir=In|Protocol=x|",
                "Protocol=x is no protocol number")),
        policy.unread());
  }

  @Test
  void aRegistryWithoutLocalRulesIsNoHostWithoutRules() {
    keys.clear();
    settings(LOCAL + "\\PublicProfile", "EnableFirewall", 0);
    FirewallException refusal = assertThrows(FirewallException.class, this::policy);
    assertEquals(Kind.UNREADABLE, refusal.kind());
  }
}
