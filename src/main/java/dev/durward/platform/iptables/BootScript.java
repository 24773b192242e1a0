package dev.durward.platform.iptables;

import java.util.stream.Stream;

/**
 * The script that puts Durward's rules back at boot: each family's from a file of {@link OwnRules},
 * beside whatever others have restored by then. Run again it changes nothing, or what has to be
 * mended. It needs a POSIX shell, awk and grep, and no Java.
 */
final class BootScript {
  private BootScript() {}

  /**
   * Writes it.
   *
   * @param tools the programs that the rules were made with
   * @param folder where the files {@code ipv4.rules} and {@code ipv6.rules} are, by its path
   */
  static String write(Tools tools, String folder) {
    StringBuilder text = new StringBuilder("#!/bin/sh\n");
    Stream.of(
            "Puts back what Durward keeps in iptables and ip6tables. Written by durward apply, and",
            "written again by the next one: changes made here are lost.",
            "",
            "The rules are those of ipv4.rules and ipv6.rules beside it. Rules of others stay as",
            "they are. The jumps are placed by the rules that are there when it runs. It ends with",
            "1 where not all could be put back, and says why.")
        .forEach(line -> text.append(line.isEmpty() ? "#" : "# " + line).append('\n'));
    text.append('\n');
    constant(text, "folder", folder);
    constant(text, "iptables", tools.iptables());
    constant(text, "ip6tables", tools.ip6tables());
    constant(text, "suffix", tools.suffix());
    return text.append('\n')
        .append(ScriptFrame.function("frame", "cat", ScriptFrame.lines(Stream.of())))
        .append(ScriptFrame.part("changes.sh"))
        .append(ScriptFrame.part("boot.sh"))
        .toString();
  }

  private static void constant(StringBuilder text, String name, String value) {
    String quoted = "'" + value.replace("'", "'\\''") + "'";
    text.append(name).append('=').append(quoted).append('\n');
  }
}
