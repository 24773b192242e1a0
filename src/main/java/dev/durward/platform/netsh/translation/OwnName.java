package dev.durward.platform.netsh.translation;

import dev.durward.plan.Mark;
import dev.durward.platform.netsh.rule.RuleWords;
import java.util.Optional;

/**
 * The name of a rule of Durward's: {@code RULE [durward:POLICY]}. netsh knows rules by their names
 * alone, and takes away all that have one; so no two pieces of a rule have the same.
 *
 * @param mark whose it is
 * @param piece counted from 1, of the rules that one rule of a file comes to
 * @param going whether it stands aside, until its successor is there
 */
public record OwnName(Mark mark, int piece, boolean going) {
  private static final String BRACKET = " [durward:";
  private static final String GOING = " going";

  static OwnName of(Mark mark, int piece) {
    return new OwnName(mark, piece, false);
  }

  /** Reads a rule's name; empty if it is not one of Durward's. */
  public static Optional<OwnName> parse(String name) {
    int bracket = name.lastIndexOf(BRACKET);
    if (bracket < 1 || !name.endsWith("]")) {
      return Optional.empty();
    }
    String inner = name.substring(bracket + BRACKET.length(), name.length() - 1);
    boolean going = inner.endsWith(GOING);
    String rest = going ? inner.substring(0, inner.length() - GOING.length()) : inner;
    int space = rest.indexOf(' ');
    int piece = space < 0 ? 1 : RuleWords.number(rest.substring(space + 1));
    String policy = space < 0 ? rest : rest.substring(0, space);
    return piece < 1
        ? Optional.empty()
        : Mark.parse("durward:" + policy + "/" + name.substring(0, bracket))
            .map(mark -> new OwnName(mark, piece, going));
  }

  /** The same, standing aside. */
  public OwnName aside() {
    return new OwnName(mark, piece, true);
  }

  /** The name as netsh gets it. */
  public String text() {
    return mark.rule()
        + BRACKET
        + mark.policy()
        + (piece == 1 ? "" : " " + piece)
        + (going ? GOING : "")
        + "]";
  }
}
