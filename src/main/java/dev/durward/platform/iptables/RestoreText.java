package dev.durward.platform.iptables;

import dev.durward.model.Family;
import dev.durward.plan.Plan;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.iptables.placement.Edit;
import java.util.List;
import java.util.stream.Stream;

/**
 * The input for {@code iptables-restore --noflush} that makes a plan so in one family. The program
 * can't ask what is there, so that the text is for the state that the plan was made against; a
 * chain that comes is made with {@code -N}, so that another host, or a second run, refuses it all.
 */
final class RestoreText {
  private RestoreText() {}

  static String write(List<ScriptSource> sources, Plan plan, Family family) {
    IptablesSnapshot before = (IptablesSnapshot) plan.before();
    List<Edit> edits = RestoreScript.edits(before, plan).getOrDefault(family, List.of());
    String program = family == Family.IPV4 ? "iptables-restore" : "ip6tables-restore";
    StringBuilder text = new StringBuilder();
    Stream.of(
            "Makes the " + family.word() + " rules of a host as rule files say; made by durward",
            "render.",
            "",
            "Run it as root: " + program + " --noflush -w 10 < FILE",
            "It is for one host in one state: the one of --from or --from6, and without them a host",
            "without rules for INPUT and OUTPUT. It runs whole or not at all, and once: where it",
            "makes a chain, a second run is refused; where it only adds to one, a second run would",
            "add again. The other family is a text of its own, and neither waits for the other.",
            "")
        .forEach(line -> comment(text, line));
    ScriptSource.comment(sources).forEach(line -> comment(text, line));
    if (edits.isEmpty()) {
      comment(text, "");
      comment(text, "That state is as written already: nothing to do.");
    }
    text.append("*filter\n");
    edits.forEach(edit -> text.append(edit instanceof Edit.Fill fill ? once(fill) : edit.script()));
    return text.append("COMMIT\n").toString();
  }

  private static void comment(StringBuilder text, String line) {
    text.append(line.isEmpty() ? "#" : "# " + line).append('\n');
  }

  /** A colon would empty a chain that is there. */
  private static String once(Edit.Fill fill) {
    String script = fill.script();
    return fill.before().isPresent()
        ? script
        : "-N " + fill.chain().chain() + script.substring(script.indexOf('\n'));
  }
}
