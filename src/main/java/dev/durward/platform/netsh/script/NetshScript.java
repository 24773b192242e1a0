package dev.durward.platform.netsh.script;

import dev.durward.exec.Command;
import dev.durward.plan.Change;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Step;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.translation.InboundBlock;
import dev.durward.platform.netsh.translation.InboundChange;
import dev.durward.platform.netsh.translation.OwnName;
import dev.durward.platform.netsh.translation.OwnRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The commands of a plan. Nothing that goes is deleted, and no profile is shut, before all that
 * comes is there and has been seen there, so that no allowed port is shut on the way. A rule whose
 * successor has the same name is given another one first, since netsh deletes all that have one
 * name.
 */
public final class NetshScript {
  private static final List<String> CONTEXT = List.of("advfirewall", "firewall");

  /** Lines of scripts as long as that are known to work. */
  private static final int LONGEST_LINE = 2_000;

  private final String netsh;
  private final FirewallPolicy policy;
  private final List<List<String>> coming = new ArrayList<>();
  // By the name in one case, so that each is deleted once.
  private final Map<String, List<String>> going = new LinkedHashMap<>();

  private NetshScript(String netsh, FirewallPolicy policy) {
    this.netsh = netsh;
    this.policy = policy;
  }

  /**
   * The steps of a plan.
   *
   * @param netsh the path of netsh.exe
   * @param policy the host that the plan was made for
   */
  public static Script render(String netsh, FirewallPolicy policy, Plan plan) {
    NetshScript script = new NetshScript(netsh, policy);
    plan.changes().forEach(script::change);
    return script.script(plan);
  }

  private void change(Change change) {
    List<OwnRule> removed = OwnRule.among(change.removed());
    Set<String> leaving = new HashSet<>();
    removed.forEach(old -> leaving.add(old.key()));
    Set<String> set = new HashSet<>();
    Set<String> renamed = new HashSet<>();
    List<OwnRule> again = new ArrayList<>(OwnRule.among(informed(change.added())));
    for (OwnRule kept : OwnRule.among(change.kept())) {
      // A duplicate goes with its name, and so does the one that stays.
      if (leaving.contains(kept.key())) {
        again.add(kept);
      }
    }
    again.forEach(own -> set.add(own.key()));
    for (OwnRule old : removed) {
      String name = old.rule().label();
      if (set.contains(old.key())) {
        String aside = OwnName.parse(name).map(OwnName::aside).orElseThrow().text();
        if (renamed.add(old.key())) {
          coming.add(words("set", "rule", "name=" + name, "new", "name=" + aside));
        }
        delete(aside, going);
      } else {
        delete(name, going);
      }
    }
    again.forEach(own -> coming.add(add(own.rule())));
  }

  private List<Entry> informed(List<Entry> entries) {
    return entries.stream().map(entry -> InboundBlock.informed(entry, policy)).toList();
  }

  static List<String> add(FirewallRule rule) {
    List<String> words = words("add", "rule");
    words.addAll(NetshWords.of(rule).arguments());
    return words;
  }

  private static void delete(String name, Map<String, List<String>> going) {
    going.putIfAbsent(name.toLowerCase(Locale.ROOT), delete(name));
  }

  static List<String> delete(String name) {
    return words("delete", "rule", "name=" + name);
  }

  static List<String> words(String... last) {
    List<String> words = new ArrayList<>(CONTEXT);
    words.addAll(List.of(last));
    return words;
  }

  private Script script(Plan plan) {
    List<InboundChange> changes = InboundChange.of(policy, plan.after());
    List<Entry> added = informed(plan.added().toList());
    List<Entry> rules = added.stream().filter(OwnRule::isRule).toList();
    Set<Entry> settings = new LinkedHashSet<>(added);
    settings.removeIf(OwnRule::isRule);
    // The sign that tells of before goes only when that is so again.
    changes.stream()
        .filter(change -> !change.shut())
        .forEach(change -> settings.addAll(change.seen(policy)));
    List<Step> steps = new ArrayList<>();
    boolean isLast = changes.isEmpty() && going.isEmpty();
    steps.addAll(steps("add rules", coming, isLast ? List.of() : rules));
    List<List<String>> words = changes.stream().map(InboundChange::words).toList();
    steps.addAll(steps("set profiles", words, going.isEmpty() ? List.of() : List.copyOf(settings)));
    steps.addAll(steps("delete rules", List.copyOf(going.values()), List.of()));
    return new Script(steps);
  }

  /** netsh's exit code and text don't prove anything: seen on the host, it is there. */
  private List<Step> steps(String label, List<List<String>> lines, List<Entry> proof) {
    List<Command> commands = commands(lines);
    List<Step> steps = new ArrayList<>();
    for (Command command : commands) {
      boolean last = steps.size() == commands.size() - 1;
      steps.add(Step.judged(label, command, last ? proof : List.of()));
    }
    return steps;
  }

  /**
   * One process for all where that is safe: in which encoding netsh reads a script is not
   * documented, so that it is plain ASCII, or a process for each.
   */
  private List<Command> commands(List<List<String>> lines) {
    boolean plain = lines.stream().map(NetshScript::line).allMatch(NetshScript::isPlain);
    if (lines.size() > 1 && plain) {
      StringBuilder script = new StringBuilder();
      lines.forEach(line -> script.append(line(line)).append("\r\n"));
      return List.of(Command.of(netsh, "-f").withFile(script.toString()));
    }
    List<Command> commands = new ArrayList<>();
    for (List<String> line : lines) {
      List<String> arguments = new ArrayList<>(List.of(netsh));
      arguments.addAll(line);
      commands.add(Command.of(arguments.toArray(String[]::new)));
    }
    return commands;
  }

  /** A command as a line of a script. */
  static String line(List<String> words) {
    List<String> quoted = new ArrayList<>();
    words.forEach(word -> quoted.add(word.indexOf('=') < 0 ? word : NetshWords.quoted(word)));
    return String.join(" ", quoted);
  }

  /** Whether netsh is known to read the line from a file. */
  static boolean isPlain(String line) {
    return line.length() <= LONGEST_LINE && line.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
