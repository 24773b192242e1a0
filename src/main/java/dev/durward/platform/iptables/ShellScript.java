package dev.durward.platform.iptables;

import dev.durward.model.Family;
import dev.durward.model.Rule;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.iptables.rule.OwnChain;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A script for a POSIX shell and awk that makes policies so on the host it runs on, with the lines,
 * the order and the jumps that {@code apply} would give it. Where it can't tell where a jump
 * belongs, it changes nothing.
 */
final class ShellScript {
  private final List<ScriptSource> sources;
  private final StringBuilder text = new StringBuilder();

  private ShellScript(List<ScriptSource> sources) {
    this.sources = sources;
  }

  static String write(List<ScriptSource> sources) {
    ShellScript script = new ShellScript(sources);
    script.header();
    script.data();
    return script
        .text
        .append('\n')
        .append(ScriptFrame.part("changes.sh"))
        .append(ScriptFrame.part("script.sh"))
        .toString();
  }

  private void header() {
    text.append("#!/bin/sh\n");
    Stream.of(
            "Makes this host's iptables and ip6tables as rule files say; made by durward render.",
            "",
            "Run it as root: sh FILE",
            "It needs a POSIX shell, awk, and iptables 1.6.2 or newer of either variant. Run again,",
            "it changes nothing, or what has to be mended. Each family is changed in one",
            "transaction, and if IPv6 fails, IPv4 is put back. Rules of others stay as they are;",
            "rules of these policies that are not here go. Where others' rules leave open which of",
            "them refuses what is not allowed, it stops before it changes anything, with 5; else it",
            "ends with the exit code of the command that failed. The rules last until the next",
            "boot: let the host save them, or run this at each boot.",
            "")
        .forEach(this::comment);
    ScriptSource.comment(sources).forEach(this::comment);
    text.append('\n');
  }

  private void comment(String line) {
    text.append(line.isEmpty() ? "#" : "# " + line).append('\n');
  }

  private void data() {
    text.append(
        ScriptFrame.function(
            "frame",
            "cat",
            ScriptFrame.lines(sources.stream().map(source -> source.rules().policy()))));
    for (Family family : Family.values()) {
      String name = "rules_" + family.word().toLowerCase(Locale.ROOT);
      text.append(ScriptFrame.function(name, "with_users", lines(family)));
    }
    users();
  }

  private Stream<String> lines(Family family) {
    return entries()
        .flatMap(
            entry ->
                Arrays.stream(OwnChain.values())
                    .filter(own -> own.place(family).equals(entry.place()))
                    .map(own -> "-A " + own.chain() + " " + entry.text()));
  }

  private Stream<Entry> entries() {
    return sources.stream().flatMap(source -> source.realized().stream()).flatMap(ShellScript::of);
  }

  private static Stream<Entry> of(Realized rule) {
    return rule.entries().stream();
  }

  /** The kernel keeps numbers, and those of a user differ from host to host. */
  private void users() {
    Set<String> users = new TreeSet<>();
    for (ScriptSource source : sources) {
      for (int i = 0; i < source.rules().rules().size(); i++) {
        Rule rule = source.rules().rules().get(i);
        if (!source.realized().get(i).entries().isEmpty()) {
          rule.linux().user().filter(user -> !isNumber(user)).ifPresent(users::add);
        }
      }
    }
    text.append("with_users() {\n  cat");
    for (String user : users) {
      String pattern = user.replace(".", "[.]").replace("$", "[$]");
      text.append(" | user '").append(pattern).append("' '").append(user).append('\'');
    }
    text.append("\n}\n\nrequire_users() {\n  :\n");
    for (String user : users) {
      text.append("  id -u '").append(user).append("' > /dev/null 2>&1 || stop 'this host has no");
      text.append(" user ").append(user).append("'\n");
    }
    text.append("}\n");
  }

  private static boolean isNumber(String user) {
    return user.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
