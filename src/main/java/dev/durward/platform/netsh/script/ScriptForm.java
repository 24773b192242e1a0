package dev.durward.platform.netsh.script;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Inbound;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.translation.OwnRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The forms of scripts for Windows hosts that have no Durward. */
public enum ScriptForm {
  /** A batch file for cmd.exe. */
  CMD,
  /** A script for Windows PowerShell. */
  PS1,
  /** A list of commands for {@code netsh -f}. */
  NETSH;

  private static final String BOTH = "--format cmd or ps1";

  /** What scripts say of {@code inbound: block}. */
  static final List<String> SHUTTING =
      List.of(
          "A profile that lets in what no rule is about is shut when all rules that come are there.",
          "It stays so when this is run without that: no script knows how it was before. What group",
          "policy sets is not looked at.",
          "");

  /** The script, to be written as UTF-8. */
  public String write(List<ScriptSource> sources) {
    return switch (this) {
      case CMD -> CmdScript.write(sources);
      case PS1 -> PowerShellScript.write(sources);
      case NETSH -> NetshFile.write(sources);
    };
  }

  /** What of a file that its platform can say this form can't. */
  public List<Diagnostic> check(ScriptSource source, SourceMap places) {
    List<Diagnostic> found = new ArrayList<>();
    for (int i = 0; i < source.rules().rules().size(); i++) {
      String problem = problem(rules(source.realized().get(i)).toList());
      if (!problem.isEmpty()) {
        String name = source.rules().rules().get(i).name();
        String others = this == CMD ? "--format ps1" : BOTH;
        found.add(Diagnostic.error(places.of(name, "name"), problem, "use " + others));
      }
    }
    if (this == NETSH && source.rules().inbound() == Inbound.BLOCK) {
      found.add(
          Diagnostic.error(
              places.of(RuleSet.INBOUND_BLOCK, "inbound"),
              "netsh sets what comes in and what goes out by one word, and a list of commands can't"
                  + " look how the host has the other half",
              "use " + BOTH));
    }
    return found;
  }

  /** Whether what no rule lets in is to be blocked. */
  static boolean shuts(List<ScriptSource> sources) {
    return sources.stream().anyMatch(source -> source.rules().inbound() == Inbound.BLOCK);
  }

  private String problem(List<FirewallRule> rules) {
    return switch (this) {
      case CMD -> CmdScript.problem(rules);
      case PS1 -> "";
      case NETSH -> NetshFile.problem(rules);
    };
  }

  static List<FirewallRule> rules(List<ScriptSource> sources) {
    return sources.stream()
        .flatMap(source -> source.realized().stream())
        .flatMap(ScriptForm::rules)
        .toList();
  }

  private static Stream<FirewallRule> rules(Realized rule) {
    return OwnRule.among(rule.entries()).stream().map(OwnRule::rule);
  }
}
