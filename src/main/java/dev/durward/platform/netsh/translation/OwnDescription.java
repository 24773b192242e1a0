package dev.durward.platform.netsh.translation;

import dev.durward.model.Rule;
import dev.durward.plan.Mark;
import java.util.Optional;

/**
 * The description of a rule of Durward's: what the file says of it, for people, and its mark, which
 * is still there when somebody has given the rule another name.
 *
 * <pre>
 * Tomcat's HTTPS [justification: CHG-1042] [owner: platform-team] [durward:web/admin console]
 * </pre>
 */
record OwnDescription(
    Optional<String> description,
    Optional<String> justification,
    Optional<String> owner,
    Mark mark) {
  static OwnDescription of(Rule rule, Mark mark) {
    return new OwnDescription(rule.description(), rule.justification(), rule.owner(), mark);
  }

  /** Reads a rule's description; empty if it carries no mark. */
  static Optional<OwnDescription> parse(String text) {
    Bracket mark = Bracket.last(text, "durward:");
    return mark.inner()
        .flatMap(inner -> Mark.parse("durward:" + inner))
        .map(
            own -> {
              Bracket owner = Bracket.last(mark.before(), "owner: ");
              Bracket why = Bracket.last(owner.before(), "justification: ");
              Optional<String> rest = Optional.of(why.before()).filter(before -> !before.isEmpty());
              return new OwnDescription(rest, why.inner(), owner.inner(), own);
            });
  }

  /** The description as netsh gets it. */
  String text() {
    StringBuilder text = new StringBuilder(description.orElse(""));
    justification.ifPresent(why -> append(text, "justification: " + why));
    owner.ifPresent(who -> append(text, "owner: " + who));
    append(text, mark.text());
    return text.toString();
  }

  private static void append(StringBuilder text, String inner) {
    text.append(text.isEmpty() ? "[" : " [").append(inner).append(']');
  }

  /**
   * What stands in brackets at the end of a text.
   *
   * @param before the text before it; the whole if there is none
   * @param inner without the word that it begins with
   */
  private record Bracket(String before, Optional<String> inner) {
    static Bracket last(String text, String word) {
      int start = text.lastIndexOf("[" + word);
      boolean ends = start >= 0 && text.endsWith("]");
      boolean apart = start == 0 || (start > 0 && text.charAt(start - 1) == ' ');
      if (!ends || !apart) {
        return new Bracket(text, Optional.empty());
      }
      String before = text.substring(0, Math.max(0, start - 1));
      String inner = text.substring(start + 1 + word.length(), text.length() - 1);
      return new Bracket(before, Optional.of(inner));
    }
  }
}
