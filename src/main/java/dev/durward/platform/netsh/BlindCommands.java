package dev.durward.platform.netsh;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands that lead to the same rules whatever stands under their names, for scripts that can't
 * look. Each rule is added, so that there is one; all of its name stand aside; it is added alone;
 * and in the end those aside go. So no command fails for what is there or not there, and from the
 * first on no port is shut that is open before and after.
 *
 * @param coming first, all of them
 * @param going then
 */
record BlindCommands(List<List<String>> coming, List<List<String>> going) {
  static BlindCommands of(List<FirewallRule> rules) {
    List<List<String>> coming = new ArrayList<>();
    List<List<String>> going = new ArrayList<>();
    for (FirewallRule rule : rules) {
      String name = rule.label();
      String aside = OwnName.parse(name).map(OwnName::aside).orElseThrow().text();
      List<String> add = NetshScript.add(rule);
      coming.add(add);
      coming.add(NetshScript.words("set", "rule", "name=" + name, "new", "name=" + aside));
      coming.add(add);
      going.add(NetshScript.words("delete", "rule", "name=" + aside));
    }
    return new BlindCommands(coming, going);
  }
}
