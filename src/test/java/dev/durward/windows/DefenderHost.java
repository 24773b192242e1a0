package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.Unwritten;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.netsh.NetshBackend;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.platform.netsh.translation.Variables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Windows host of the model's: its registry, read by the product, and its netsh.
 *
 * @param store the local rules and settings
 * @param keys other keys of the registry, by their paths
 */
record DefenderHost(RuleStore store, Map<String, Registry.Key> keys) {
  static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
  private static final String NETSH = "C:\\Windows\\System32\\netsh.exe";
  private static final String RULES = FirewallPolicy.LOCAL + "\\FirewallRules";

  /** What settings mean that are not there. */
  private static final Map<String, Integer> USUAL =
      Map.of("DefaultInboundAction", 1, "DefaultOutboundAction", 0, "DoNotAllowExceptions", 0);

  static DefenderHost empty() {
    return new DefenderHost(new MemoryRules(), new HashMap<>());
  }

  /** One that lets in what no rule is about in two profiles, and lets nothing out in one. */
  static DefenderHost loose() {
    return empty()
        .with("StandardProfile", "DefaultInboundAction", 0)
        .with("StandardProfile", "DefaultOutboundAction", 1)
        .with("PublicProfile", "DefaultInboundAction", 0);
  }

  /** A rule of somebody else's, as the registry has it. */
  DefenderHost with(String id, String text) {
    store.put(id, text);
    return this;
  }

  Registry registry() {
    return path -> {
      if (path.toLowerCase(Locale.ROOT).equals(RULES.toLowerCase(Locale.ROOT))) {
        return Optional.of(Registry.Key.of(store.values(), Map.of()));
      }
      boolean isProfile = path.startsWith(FirewallPolicy.LOCAL + "\\");
      Map<String, Integer> settings =
          isProfile ? store.settings(path.substring(FirewallPolicy.LOCAL.length() + 1)) : Map.of();
      return settings.isEmpty()
          ? Optional.ofNullable(keys.get(path))
          : Optional.of(Registry.Key.of(Map.of(), settings));
    };
  }

  /** A setting of a profile, by the name of its key. */
  DefenderHost with(String profile, String setting, int number) {
    store.set(profile, setting, number);
    return this;
  }

  /** All that is there, rules and settings, in an order. */
  List<String> texts() {
    List<String> texts = new ArrayList<>(store.values().values());
    for (String profile : ProfileCommand.KEYS.values()) {
      Map<String, Integer> usual = new TreeMap<>(USUAL);
      usual.putAll(store.settings(profile));
      texts.add(profile + " " + usual);
    }
    return texts.stream().sorted().toList();
  }

  NetshBackend backend() {
    return new NetshBackend(registry(), NETSH, () -> true, Variables.USUAL);
  }

  FirewallPolicy policy() throws FirewallException {
    return FirewallPolicy.read(registry());
  }

  Desired desired(RuleSet rules) {
    return new Desired(Set.of(rules.policy()), backend().realize(rules, TODAY), "gone");
  }

  Plan plan(Desired desired) throws FirewallException {
    return Planner.plan(desired, backend().snapshot());
  }

  /** Applies with a netsh of these settings. */
  ApplyResult apply(RuleSet rules, Settings settings)
      throws FirewallException, InterruptedException {
    Desired desired = desired(rules);
    NetshRunner runner = new NetshRunner(new NetshModel(store, settings), settings.codePage());
    return new Applier(backend(), runner, new Unwritten()).apply(plan(desired), desired);
  }

  /** Applies with a netsh that works. */
  void make(RuleSet rules) throws FirewallException, InterruptedException {
    ApplyResult result = apply(rules, Settings.of(Language.GERMAN));
    assertInstanceOf(ApplyResult.Applied.class, result, result.toString());
  }
}
