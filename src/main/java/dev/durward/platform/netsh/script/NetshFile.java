package dev.durward.platform.netsh.script;

import dev.durward.platform.ScriptSource;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.util.List;
import java.util.stream.Stream;

/** A script for {@code netsh -f}, which knows neither conditions nor other programs. */
final class NetshFile {
  private NetshFile() {}

  static String write(List<ScriptSource> sources) {
    StringBuilder text = new StringBuilder();
    Stream.of(
            "Makes this host's Defender Firewall as rule files say; made by durward render.",
            "",
            "Run it from a terminal with \"Run as administrator\": netsh -f FILE",
            "It needs Windows 7 or newer. Run again, it gives the same rules, and no port is shut",
            "on the way. What it can't do: rules of these policies that are not here stay, and so",
            "do pieces of a rule that had more of them; take them away by their names, which end",
            "with the policy in brackets. Whether netsh goes on behind a line that fails, and with",
            "what it ends, is not documented: look at what it prints. If a line that adds a rule",
            "fails, that rule may be missing in the end. Variables in paths stand as they are.",
            "")
        .forEach(line -> comment(text, line));
    ScriptSource.comment(sources).forEach(line -> comment(text, line));
    BlindCommands commands = BlindCommands.of(ScriptForm.rules(sources));
    Stream.concat(commands.coming().stream(), commands.going().stream())
        .forEach(words -> text.append(NetshScript.line(words)).append("\r\n"));
    return text.toString();
  }

  private static void comment(StringBuilder text, String line) {
    String plain = line.replaceAll("[^ -~]", "?");
    text.append(plain.isEmpty() ? "#" : "# " + plain).append("\r\n");
  }

  /** What a line of such a script can't hold of a rule; empty if it can hold it. */
  static String problem(List<FirewallRule> rules) {
    for (FirewallRule rule : rules) {
      String line = NetshScript.line(NetshScript.add(rule));
      if (!NetshScript.isPlain(line) || line.contains("\\\"")) {
        return "how netsh reads a script is known of ASCII and of lines up to 2,000 characters, and"
            + " this rule is "
            + (line.chars().allMatch(c -> c < 128) ? line.length() + " characters" : "not ASCII");
      }
    }
    return "";
  }
}
