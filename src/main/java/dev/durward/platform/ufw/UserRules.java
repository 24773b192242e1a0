package dev.durward.platform.ufw;

import dev.durward.plan.Mark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What ufw keeps of one family in {@code user.rules} or {@code user6.rules}.
 *
 * @param list the rules, in their order
 * @param lines what they are to the kernel, in the order of the file
 */
record UserRules(List<Standing> list, List<Line> lines) {
  private static final String TUPLE = "### tuple ###";
  private static final String COMMENT = " comment=";

  /**
   * A line that iptables reads.
   *
   * @param chain the chain that it is appended to
   * @param of the place of its rule in the list, from 0
   */
  record Line(String chain, int of) {}

  /** Of a family that ufw keeps nothing of. */
  static final UserRules NONE = new UserRules(List.of(), List.of());

  UserRules {
    list = List.copyOf(list);
    lines = List.copyOf(lines);
  }

  /** Why a file was not understood. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String line) {
      super("this is no rule of ufw's: " + line);
    }
  }

  static UserRules parse(String file) throws Unreadable {
    List<Standing> list = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    for (String line : file.lines().toList()) {
      if (line.startsWith(TUPLE)) {
        list.add(standing(line));
      } else if (line.equals("### END RULES ###")) {
        break;
      } else if (line.startsWith("-A ") && !list.isEmpty()) {
        lines.add(new Line(line.split(" ", 3)[1], list.size() - 1));
      }
    }
    return new UserRules(list, lines);
  }

  private static Standing standing(String line) throws Unreadable {
    int at = line.indexOf(COMMENT);
    String tuple = line.substring(TUPLE.length(), at < 0 ? line.length() : at);
    UfwRule rule = UfwRule.parse(tuple).orElseThrow(() -> new Unreadable(line));
    boolean foreign = rule.match().routed() || !rule.match().applications().isEmpty();
    return new Standing(
        rule, at < 0 || foreign ? Optional.empty() : mark(line.substring(at + COMMENT.length())));
  }

  private static Optional<Mark> mark(String hex) {
    try {
      byte[] bytes = HexFormat.of().parseHex(hex.strip());
      return Mark.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // Somebody else's, in a way that ufw itself does not write.
      return Optional.empty();
    }
  }

  /** How many lines the file has for a chain. */
  List<Line> of(String chain) {
    return lines.stream().filter(line -> line.chain().equals(chain)).toList();
  }
}
