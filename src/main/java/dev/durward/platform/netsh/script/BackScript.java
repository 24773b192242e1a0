package dev.durward.platform.netsh.script;

import dev.durward.plan.Plan;
import dev.durward.plan.Retreat;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.translation.InboundBlock;
import dev.durward.platform.netsh.translation.InboundChange;
import dev.durward.platform.netsh.translation.OwnName;
import dev.durward.platform.netsh.translation.OwnRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A batch file that leads back from a plan, however much of that was done: for each name that the
 * plan touches, what had it before. It can be run again, and ends with 0 when all that was there
 * has come back. What one command can't do holds no other name up.
 */
public final class BackScript {
  private static final String HEAD =
      """
      @echo off
      rem # Takes back what an apply of Durward has done of its changes. It can be run again.
      setlocal DisableDelayedExpansion
      """;

  /** Exit codes of programs that crash are negative. */
  private static final String FAILED = "if not \"%errorlevel%\"==\"0\" ";

  private final List<String> coming = new ArrayList<>();
  private final List<String> going = new ArrayList<>();
  private int names;
  private String settings = "";

  private BackScript() {}

  /**
   * The script that undoes a plan, or why there can be none.
   *
   * @param policy the host that the plan was made for
   */
  public static Retreat retreat(FirewallPolicy policy, Plan plan) {
    Map<String, List<FirewallRule>> before = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    OwnRule.among(Stream.concat(plan.removed(), plan.added()).toList())
        .forEach(
            own -> {
              before.putIfAbsent(own.key(), new ArrayList<>());
              labels.putIfAbsent(own.key(), own.rule().label());
            });
    for (OwnRule own : OwnRule.among(plan.before().managed())) {
      if (before.containsKey(own.key())) {
        before.get(own.key()).add(own.rule());
      }
    }
    for (List<FirewallRule> rules : before.values()) {
      Optional<String> problem = rules.stream().flatMap(rule -> problem(rule).stream()).findFirst();
      if (problem.isPresent()) {
        return new Retreat.None(problem.get());
      }
    }
    BackScript script = new BackScript();
    script.settings(InboundChange.of(policy, plan.after()));
    before.forEach((key, rules) -> script.name(String.valueOf(labels.get(key)), rules));
    return new Retreat.Whole(script.text());
  }

  /** Why a rule of the host can't be put back by a script. */
  private static Optional<String> problem(FirewallRule rule) {
    NetshWords words = NetshWords.of(rule);
    String why;
    if (OwnName.parse(rule.label()).filter(name -> !name.going()).isEmpty()) {
      why = "it has not the name that Durward gave it";
    } else if (!words.unsaid().isEmpty()) {
      why = "netsh has no word for " + words.unsaid().get(0);
    } else if (words.arguments().stream().anyMatch(word -> !isSayable(word))) {
      why = "cmd.exe can't be told a text with a quotation mark or a line break";
    } else if (CmdScript.literal(NetshScript.add(rule)).length() > CmdScript.LONGEST_LINE) {
      why = "it is too long for a line of cmd.exe";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        "no script can put back the rule \""
            + rule.label()
            + "\", which somebody has changed, if the change is not confirmed: "
            + why
            + "; leave --confirm out, or run durward apply without it first");
  }

  private static boolean isSayable(String word) {
    return word.chars().allMatch(c -> c >= ' ' && c != '"' && c != 0x7f);
  }

  private void settings(List<InboundChange> changes) {
    if (!changes.isEmpty()) {
      settings = tried(changes.stream().map(change -> change.back().words()).toList());
    }
  }

  /** Commands first, and the name of what tells afterwards that one of them failed. */
  private String tried(List<List<String>> commands) {
    String lost = "lost" + ++names;
    coming.add("set \"" + lost + "=\"");
    for (List<String> words : commands) {
      coming.add(CmdScript.literal(words));
      coming.add(FAILED + "set \"" + lost + "=1\"");
    }
    return lost;
  }

  private void name(String label, List<FirewallRule> before) {
    if (before.isEmpty()) {
      boolean isSign =
          OwnName.parse(label).filter(name -> InboundBlock.isOf(name.mark())).isPresent();
      // While a setting is not back, the sign tells what it was.
      String unless = isSign && !settings.isEmpty() ? "if not defined " + settings + " " : "";
      going.add(unless + CmdScript.literal(NetshScript.delete(label)));
      return;
    }
    BlindCommands commands = BlindCommands.of(before);
    String lost = tried(commands.coming());
    for (List<String> words : commands.going()) {
      // What stands aside is all that is left, where the rule could not be added.
      going.add("if not defined " + lost + " " + CmdScript.literal(words));
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(HEAD);
    boolean isPlain =
        Stream.concat(coming.stream(), going.stream())
            .allMatch(line -> line.chars().allMatch(c -> c < 128));
    if (!isPlain) {
      text.append(CmdScript.UTF_8).append('\n').append(FAILED).append("exit /b 1\n");
    }
    coming.forEach(line -> text.append(line).append('\n'));
    going.forEach(line -> text.append(line).append('\n'));
    for (int i = 1; i <= names; i++) {
      text.append("if defined lost").append(i).append(" exit /b 1\n");
    }
    text.append("exit /b 0\n");
    return text.toString().replace("\n", "\r\n");
  }
}
