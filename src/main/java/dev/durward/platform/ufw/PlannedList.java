package dev.durward.platform.ufw;

import dev.durward.model.Family;
import dev.durward.plan.Plan;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernel's rules as ufw would leave them with other lists of its own; each of its lines with
 * the mark of the rule that it is for.
 *
 * @param host what is there
 */
record PlannedList(UfwSnapshot host) {
  /** As they are. */
  IptablesSnapshot before() {
    Map<Family, List<Standing>> lists = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      lists.put(family, host.list(family));
    }
    return with(lists);
  }

  /** As they would be. */
  IptablesSnapshot after(Plan plan) {
    Map<Family, List<Standing>> lists = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      ListEdits edits = new ListEdits(host.list(family));
      edits.of(Standing.of(family, plan.removed()), Standing.of(family, plan.added()));
      lists.put(family, edits.list());
    }
    return with(lists);
  }

  private IptablesSnapshot with(Map<Family, List<Standing>> lists) {
    Map<Family, Map<String, List<RuleLine>>> chains = new EnumMap<>(Family.class);
    lists.forEach(
        (family, list) -> {
          if (host.ufw().keeps(family)) {
            Map<String, List<RuleLine>> contents = new HashMap<>();
            for (String way : List.of("input", "output")) {
              contents.put(UfwSnapshot.chain(family, way), content(family, way, list));
            }
            chains.put(family, contents);
          }
        });
    return host.kernel().with(chains);
  }

  private List<RuleLine> content(Family family, String way, List<Standing> list) {
    Map<Standing, List<RuleLine>> live = live(family, UfwSnapshot.chain(family, way));
    List<RuleLine> content = new ArrayList<>();
    for (Standing standing : list) {
      boolean here = standing.rule().match().isOut() == way.equals("output");
      if (here && !standing.rule().match().routed()) {
        List<RuleLine> lines = live.getOrDefault(standing, List.of());
        content.addAll(lines.isEmpty() ? lines(standing) : lines);
      }
    }
    return content;
  }

  /** What each rule of ufw's is to the kernel; nothing if that has others than ufw's files. */
  private Map<Standing, List<RuleLine>> live(Family family, String chain) {
    Map<Standing, List<RuleLine>> live = new HashMap<>();
    UserRules kept = host.rules().getOrDefault(family, UserRules.NONE);
    List<UserRules.Line> lines = kept.of(chain);
    List<RuleLine> rules = host.kernel().filter(family).rules(chain);
    for (int i = 0; i < rules.size() && !host.isOutOfStep(); i++) {
      Standing standing = kept.list().get(lines.get(i).of());
      RuleLine rule = rules.get(i);
      live.computeIfAbsent(standing, none -> new ArrayList<>())
          .add(
              new RuleLine(
                  rule.number(), rule.text(), rule.packets(), standing.mark(), rule.words()));
    }
    return live;
  }

  /** What ufw makes of a rule (its backend_iptables.py). */
  static List<RuleLine> lines(Standing standing) {
    UfwRule rule = standing.rule();
    UfwRule.Match match = rule.match();
    boolean ports = !match.ports().equals(Ports.ANY) || !match.sourcePorts().equals(Ports.ANY);
    List<String> protocols =
        !match.protocol().equals("any")
            ? List.of(match.protocol())
            : ports ? List.of("tcp", "udp") : List.of("");
    List<RuleLine> lines = new ArrayList<>();
    for (String protocol : protocols) {
      List<String> words = new ArrayList<>();
      add(words, match.isOut() ? "-o" : "-i", match.card());
      add(words, "-p", protocol);
      add(words, "-s", Addresses.isAll(match.source()) ? "" : match.source());
      add(words, "-d", Addresses.isAll(match.destination()) ? "" : match.destination());
      add(words, "--sports", match.sourcePorts().equals(Ports.ANY) ? "" : match.sourcePorts());
      add(words, "--dports", match.ports().equals(Ports.ANY) ? "" : match.ports());
      switch (rule.action()) {
        case "allow" -> add(words, "-j", "ACCEPT");
        case "deny" -> add(words, "-j", "DROP");
        case "reject" -> add(words, "-j", "REJECT");
        default -> add(words, "-j", rule.action());
      }
      lines.add(new RuleLine(0, rule.text(), 0, standing.mark(), words));
    }
    return lines;
  }

  private static void add(List<String> words, String option, String value) {
    if (!value.isEmpty()) {
      words.addAll(List.of(option, value));
    }
  }
}
