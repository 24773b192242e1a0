package dev.durward.platform.iptables;

import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.RulePiece;
import dev.durward.platform.RulePiece.Texts;
import dev.durward.platform.iptables.rule.CanonicalRule;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.LineMatch;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.rule.RuleRenderer;
import dev.durward.platform.iptables.save.RuleLine;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The lines that one rule of a file came to, put together again: {@link RuleRenderer} undone. */
final class OwnLines {
  private OwnLines() {}

  /**
   * A line of an own chain.
   *
   * @param own the chain
   */
  record Line(Family family, OwnChain own, RuleLine rule) {
    private Entry entry(Mark mark) {
      return new Entry(mark, own.place(family), rule.text());
    }

    /** What it says by itself, if it decides about packets that open a connection. */
    private Optional<RulePiece> piece() {
      Optional<Action> action =
          switch (rule.target().orElse("")) {
            case "ACCEPT" -> Optional.of(Action.ALLOW);
            case "DROP" -> Optional.of(Action.BLOCK);
            case "REJECT" -> Optional.of(Action.REJECT);
            default -> Optional.empty();
          };
      Direction direction = own.hook().equals("INPUT") ? Direction.IN : Direction.OUT;
      // What is neither TCP nor another protocol is any: a reject answers each in its own way.
      RuleLine named =
          rule.text().contains("! -p tcp ")
              ? new RuleLine(rule.number(), rule.text().replace("! -p tcp ", ""), 0)
              : rule;
      return action.flatMap(
          does -> LineMatch.of(family, direction, named).piece(does, direction, family));
    }
  }

  /**
   * The rule, under its own name.
   *
   * @param there all lines of both families with that mark, in their order
   * @return empty if no rule of a file comes to exactly these: somebody has changed them
   */
  static Optional<Rule> whole(Mark mark, List<Line> there) {
    Optional<RulePiece> whole = Optional.empty();
    for (Line line : there) {
      Optional<RulePiece> piece = line.piece();
      if (piece.isPresent()) {
        whole = whole.isEmpty() ? piece : whole.flatMap(some -> some.with(piece.get()));
        if (whole.isEmpty()) {
          return Optional.empty();
        }
      }
    }
    String user = whole.flatMap(piece -> piece.linux().user()).orElse("");
    return whole
        .map(piece -> finished(piece, there))
        .flatMap(piece -> piece.rule(mark.rule(), Texts.NONE))
        .filter(rule -> forms(written(mark, rule, user)).equals(forms(entries(mark, there))));
  }

  /** Whether lines are all, and no more, that {@code inbound: block} comes to. */
  static boolean isInboundBlock(Mark mark, List<Line> there) {
    return InboundBlock.isOf(mark)
        && forms(InboundBlock.entries(mark)).equals(forms(entries(mark, there)));
  }

  private static RulePiece finished(RulePiece piece, List<Line> there) {
    boolean log = there.stream().anyMatch(line -> line.rule().words().contains("LOG"));
    LinuxOptions linux = piece.linux();
    return new RulePiece(
        piece.action(),
        piece.directions(),
        piece.protocols().contains(Protocol.ANY) ? List.of(Protocol.ANY) : piece.protocols(),
        piece.destinationPorts(),
        piece.sourcePorts(),
        piece.remote(),
        piece.local(),
        piece.families(),
        piece.windows(),
        new LinuxOptions(linux.interfaces(), log, linux.limit(), linux.user()),
        there.stream().flatMap(line -> expiry(line.rule()).stream()).findFirst());
  }

  /** The day after the last second that the line holds in. */
  private static Optional<LocalDate> expiry(RuleLine line) {
    try {
      return line.valueOf("--datestop")
          .filter(stop -> stop.endsWith("T23:59:59"))
          .map(stop -> LocalDate.parse(stop.substring(0, stop.indexOf('T'))).plusDays(1));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static List<Entry> entries(Mark mark, List<Line> there) {
    return there.stream().map(line -> line.entry(mark)).toList();
  }

  private static List<Entry> written(Mark mark, Rule rule, String user) {
    return RuleRenderer.render(mark.policy(), rule, user);
  }

  private static List<String> forms(List<Entry> entries) {
    return entries.stream()
        .map(entry -> entry.place() + "\n" + CanonicalRule.of(entry.text()))
        .sorted()
        .toList();
  }
}
