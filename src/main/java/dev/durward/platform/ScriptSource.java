package dev.durward.platform;

import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule file as scripts for hosts without Durward are made of it.
 *
 * @param file its name, as the user gave it
 * @param rules what it says
 * @param realized what it comes to on the script's platform, in the order of {@link
 *     FirewallBackend#realize}
 */
public record ScriptSource(String file, RuleSet rules, List<Realized> realized) {
  public ScriptSource {
    realized = List.copyOf(realized);
  }

  /** What a script of these files says of itself, each a line for a comment, without controls. */
  public static List<String> comment(List<ScriptSource> sources) {
    List<String> lines = new ArrayList<>();
    for (ScriptSource source : sources) {
      lines.add("Policy " + source.rules().policy() + ", from " + source.file() + ":");
      List<Rule> rules = source.rules().rules();
      if (rules.stream().anyMatch(rule -> rule.forwarding().isPresent())) {
        lines.add("  (what `router:` asks of the router is not in it: see durward help router)");
      }
      for (int i = 0; i < source.realized().size(); i++) {
        String name = i < rules.size() ? rules.get(i).name() : RuleSet.INBOUND_BLOCK;
        Realized rule = source.realized().get(i);
        boolean holds = rule.reason().isEmpty();
        lines.add("  " + name + (holds ? ": " + rule.summary() : ": left out, " + rule.reason()));
      }
    }
    return lines.stream().map(ScriptSource::printable).toList();
  }

  /** A file's name may hold a line break, which would end the comment. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .map(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR,
                      Character.SURROGATE ->
                      '?';
                  default -> c;
                })
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
