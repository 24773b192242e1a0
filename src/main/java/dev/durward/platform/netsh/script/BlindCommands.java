package dev.durward.platform.netsh.script;

import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.translation.OwnName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Commands that lead to the same rules whatever stands under their names, for scripts that can't
 * look. Each rule is added, so that there is one; all of its name stand aside; it is added alone,
 * or with others that have its name; and in the end those aside go. So no command fails for what is
 * there or not there, and from the first on no port is shut that is open before and after.
 *
 * @param coming first, all of them
 * @param going then
 */
record BlindCommands(List<List<String>> coming, List<List<String>> going) {
  static BlindCommands of(List<FirewallRule> rules) {
    List<List<String>> coming = new ArrayList<>();
    List<List<String>> going = new ArrayList<>();
    Map<String, List<FirewallRule>> named = new LinkedHashMap<>();
    for (FirewallRule rule : rules) {
      String key = rule.label().toLowerCase(Locale.ROOT);
      named.computeIfAbsent(key, label -> new ArrayList<>()).add(rule);
    }
    for (List<FirewallRule> same : named.values()) {
      String name = same.get(0).label();
      String aside = OwnName.parse(name).map(OwnName::aside).orElseThrow().text();
      coming.add(NetshScript.add(same.get(0)));
      coming.add(NetshScript.words("set", "rule", "name=" + name, "new", "name=" + aside));
      same.forEach(rule -> coming.add(NetshScript.add(rule)));
      going.add(NetshScript.delete(aside));
    }
    return new BlindCommands(coming, going);
  }
}
