package dev.durward.platform.iptables.placement;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.state.FamilyState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One layout of a built-in chain, and what is made of it, as a diff.
 *
 * <pre>
 * # why it is so: wanted chains           ALLOW, BLOCK, both or nothing
 * INPUT DROP                             the chain and its policy
 * -A RH -j REJECT                        other chains
 * add banned 10.0.0.9                    what a set holds
 *   -s 10.0.0.9/32 -j DROP               a rule that stays
 * + ALLOW                                a jump that comes
 * - BLOCK                                a jump that goes
 * ! -p udp -s 10.0.0.9/32 -j DROP        a rule that stays, reported as overtaken
 * !-A RH -s 10.0.0.9/32 -j DROP          the same in another chain
 * </pre>
 *
 * ALLOW and BLOCK stand for Durward's own jumps. The allow chain is one of TCP 443.
 *
 * @param title why it is so
 * @param wanted the own chains that have rules
 * @param hook the built-in chain
 * @param policy its policy
 * @param others rules of other chains, and sets
 * @param diff the lines behind these
 */
record PlacementCase(
    String title,
    String wanted,
    String hook,
    String policy,
    List<String> others,
    List<String> diff) {
  @Override
  public String toString() {
    return title;
  }

  /** Reads several, an empty line behind each. */
  static Stream<PlacementCase> all(String text) {
    return Stream.of(text.split("\n\n", -1)).map(PlacementCase::of);
  }

  private static PlacementCase of(String text) {
    List<String> lines = text.lines().toList();
    int colon = lines.get(0).lastIndexOf(": ");
    String[] chain = lines.get(1).split(" ", -1);
    List<String> rest = lines.subList(2, lines.size());
    return new PlacementCase(
        lines.get(0).substring(2, colon),
        lines.get(0).substring(colon + 2),
        chain[0],
        chain[1],
        rest.stream().filter(PlacementCase::isOfAnother).toList(),
        rest.stream().filter(line -> !isOfAnother(line)).toList());
  }

  private static boolean isOfAnother(String line) {
    return line.startsWith("-A ") || line.startsWith("!-A ") || isOfSet(line);
  }

  private static boolean isOfSet(String line) {
    return line.startsWith("create ") || line.startsWith("add ");
  }

  /** Other chains, and the expected diff. */
  String golden() {
    return String.join("\n", others) + "\n" + String.join("\n", diff);
  }

  /** The same as the product makes it. */
  String actual() {
    List<String> before = before();
    JumpPlacement.Result result = place(before);
    List<String> overtaken = result.overtaken().stream().map(RuleLine::text).toList();
    List<String> lines = new ArrayList<>();
    before.forEach(rule -> lines.add((overtaken.contains(rule) ? "! " : "  ") + rule));
    for (Edit edit : result.edits()) {
      if (edit instanceof Edit.Delete delete) {
        lines.set(lines.indexOf("  " + delete.rule()), "- " + delete.rule());
      } else if (edit instanceof Edit.Insert insert) {
        lines.add(standing(lines, insert.index() - 1), "+ " + insert.rule());
      }
    }
    List<String> marked =
        others.stream()
            .map(PlacementCase::unmarked)
            .map(rule -> (overtaken.contains(rule.split(" ", 3)[2]) ? "!" : "") + rule)
            .toList();
    return String.join("\n", marked)
        + "\n"
        + String.join("\n", lines.stream().map(this::abbreviated).toList());
  }

  /** Where the rule of that index stands among those that go as well. */
  private static int standing(List<String> lines, int index) {
    int left = index;
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("-") && left-- == 0) {
        return i;
      }
    }
    return lines.size();
  }

  /** The chain as it was. */
  List<String> before() {
    return diff.stream()
        .filter(line -> !line.startsWith("+"))
        .map(line -> written(line.substring(2)))
        .toList();
  }

  /** The chain as it is to be. */
  List<String> after() {
    return diff.stream()
        .filter(line -> !line.startsWith("-"))
        .map(line -> written(line.substring(2)))
        .toList();
  }

  private static String unmarked(String rule) {
    return rule.startsWith("!") ? rule.substring(1) : rule;
  }

  private Direction direction() {
    return hook.equals("INPUT") ? Direction.IN : Direction.OUT;
  }

  private String written(String rule) {
    return switch (rule) {
      case "ALLOW", "BLOCK" -> OwnChain.of(direction(), rule.equals("BLOCK")).jump();
      default -> rule;
    };
  }

  private String abbreviated(String line) {
    return line.replace(written("ALLOW"), "ALLOW").replace(written("BLOCK"), "BLOCK");
  }

  /** What the product does with a chain of these rules. */
  JumpPlacement.Result place(List<String> rules) {
    StringBuilder dump = new StringBuilder("*filter\n:" + hook + " " + policy + " [0:0]\n");
    for (OwnChain own : OwnChain.values()) {
      dump.append(":").append(own.chain()).append(" - [0:0]\n");
    }
    IpSets sets =
        IpSets.parse(String.join("\n", others.stream().filter(PlacementCase::isOfSet).toList()));
    others.stream()
        .filter(line -> !isOfSet(line))
        .map(PlacementCase::unmarked)
        .forEach(rule -> dump.append(rule).append('\n'));
    rules.forEach(rule -> dump.append("-A ").append(hook).append(' ').append(rule).append('\n'));
    byte[] bytes = dump.append("COMMIT\n").toString().getBytes(StandardCharsets.UTF_8);
    try {
      FamilyState state = new FamilyState(Family.IPV4, SaveDump.parse(bytes).filter());
      return state
          .placements(Entry.byPlace(lines()), sets)
          .get(direction() == Direction.IN ? 0 : 1);
    } catch (SaveDump.Unreadable e) {
      throw new IllegalArgumentException(dump.toString(), e);
    }
  }

  private List<Entry> lines() {
    Mark mark = Mark.of("web", "https");
    List<Entry> lines = new ArrayList<>();
    for (boolean blocks : new boolean[] {true, false}) {
      if (wanted.contains(blocks ? "BLOCK" : "ALLOW")) {
        String place = OwnChain.of(direction(), blocks).place(Family.IPV4);
        lines.add(new Entry(mark, place, "-p tcp -m tcp --dport 443 -j ACCEPT"));
      }
    }
    return lines;
  }

  /** The chain after some edits of it. */
  static List<String> done(List<Edit> edits, List<String> rules) {
    List<String> list = new ArrayList<>(rules);
    for (Edit edit : edits) {
      if (edit instanceof Edit.Insert insert) {
        list.add(insert.last() ? list.size() : insert.index() - 1, insert.rule());
      } else if (edit instanceof Edit.Delete delete) {
        list.remove(delete.rule());
      }
    }
    return list;
  }

  /** The chain after the way back. */
  static List<String> undone(List<Edit> edits, List<String> rules) {
    List<Edit> back = new ArrayList<>();
    edits.forEach(edit -> back.add(0, edit.inverse()));
    return done(back, rules);
  }
}
