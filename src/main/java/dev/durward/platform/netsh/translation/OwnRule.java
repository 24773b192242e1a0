package dev.durward.platform.netsh.translation;

import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rule of Durward's, on a host or wanted there.
 *
 * @param mark whose it is
 * @param rule the rule
 */
public record OwnRule(Mark mark, FirewallRule rule) {
  /** Where each of them is kept. */
  static final String PLACE = "Defender Firewall";

  /** A rule of a host; empty if it is somebody else's. The name says whose, or the description. */
  public static Optional<OwnRule> of(FirewallRule rule) {
    return OwnName.parse(rule.label())
        .map(OwnName::mark)
        .or(() -> rule.description().flatMap(OwnDescription::parse).map(OwnDescription::mark))
        .map(mark -> new OwnRule(mark, rule));
  }

  /** Whether an entry is a rule, and not a setting. */
  public static boolean isRule(Entry entry) {
    return entry.place().equals(PLACE);
  }

  /** The rules among entries. */
  public static List<OwnRule> among(Collection<Entry> entries) {
    return entries.stream().filter(OwnRule::isRule).map(OwnRule::of).toList();
  }

  /** Reads an entry back that is a rule. */
  public static OwnRule of(Entry entry) {
    FirewallRule rule =
        FirewallRule.read("", entry.text())
            .readable()
            .orElseThrow(() -> new IllegalStateException("no rule of ours: " + entry.text()));
    return new OwnRule(entry.mark(), rule);
  }

  /** It as plans have it: without its id, which Windows gives, and in one version. */
  public Entry entry() {
    String text = rule.text();
    String fields = text.substring(text.indexOf('|'));
    return new Entry(mark, PLACE, "v" + RuleTranslation.VERSION + fields);
  }

  /** The name that netsh knows it by, case aside: whether that counts there is not documented. */
  public String key() {
    return rule.label().toLowerCase(Locale.ROOT);
  }
}
