package dev.durward.rulefile;

import dev.durward.model.RateLimit;
import dev.durward.model.RuleSet;
import dev.durward.rulefile.Node.Scalar;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads values that are texts of some form: names, descriptions, dates, paths, limits. */
final class TextReader {
  static final int LONGEST_POLICY = 64;
  static final int LONGEST_NAME = 200;
  static final int LONGEST_TEXT = 1000;

  private final Values values;
  private final Findings findings;

  TextReader(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  /** 1 to 64 letters, digits, dots, underscores and hyphens. */
  Optional<String> policy(Node node) {
    return form(
        node,
        "the name of a policy",
        LONGEST_POLICY,
        c -> isWordCharacter(c) || c == '.' || c == '-',
        "letters, digits, `.`, `_` and `-`");
  }

  /** A rule's name. */
  Optional<String> name(Node node) {
    return text(node, "a name", LONGEST_NAME)
        .filter(
            name -> {
              int bad = indexOf(name, c -> c == '"' || c == '\'' || c == '|');
              if (bad >= 0) {
                findings.error(
                    node.at(),
                    "a name has no " + Spelling.quote(name.substring(bad, bad + 1)) + " in it",
                    "use a word or a hyphen instead");
              }
              if (name.equalsIgnoreCase(RuleSet.INBOUND_BLOCK)) {
                return refuse(
                    node,
                    "this is what `defaults: {inbound: block}` is called on the host",
                    "choose another name");
              }
              return bad < 0;
            });
  }

  /** One line for people to read. */
  Optional<String> line(Node node) {
    return text(node, "a text of one line", LONGEST_TEXT);
  }

  private Optional<String> text(Node node, String what, int longest) {
    return values
        .scalar(node, what)
        .map(Scalar::text)
        .filter(
            text -> {
              int bad = indexOf(text, Characters::isInvisible);
              if (text.isBlank()) {
                return refuse(node, "this text is empty", "write " + what + ", or delete the key");
              }
              if (text.codePointCount(0, text.length()) > longest) {
                return refuse(node, "longer than " + longest + " characters", "make it shorter");
              }
              if (!text.strip().equals(text)) {
                return refuse(
                    node,
                    bad >= 0 && text.codePointAt(bad) == '\n'
                        ? "a line break ends this text"
                        : "a blank begins or ends this text",
                    bad >= 0 ? "write it in one line, in quotes" : "delete the blank");
              }
              if (bad >= 0) {
                int c = text.codePointAt(bad);
                return refuse(
                    node,
                    (c == '\n' ? "a line break" : c == '\t' ? "a tab" : Characters.name(c))
                        + " stands in this text",
                    "write one line of plain text");
              }
              return true;
            });
  }

  /** A calendar day, YYYY-MM-DD. */
  Optional<LocalDate> day(Node node) {
    Optional<Scalar> scalar = values.scalar(node, "a day");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    boolean formed = text.length() == 10 && text.charAt(4) == '-' && text.charAt(7) == '-';
    for (int i = 0; i < text.length() && formed; i++) {
      formed = i == 4 || i == 7 || (text.charAt(i) >= '0' && text.charAt(i) <= '9');
    }
    if (!formed || text.charAt(0) == '0') {
      refuse(node, Spelling.quote(text) + " is not a day", "write it as 2027-03-31");
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(text, 0, 4, 10),
              Integer.parseInt(text, 5, 7, 10),
              Integer.parseInt(text, 8, 10, 10)));
    } catch (DateTimeException e) {
      refuse(node, "no calendar has the day " + text, "write year-month-day");
      return Optional.empty();
    }
  }

  /** {@code 50/second}. */
  Optional<RateLimit> limit(Node node) {
    Optional<Scalar> scalar = values.scalar(node, "a limit like 50/second");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    int slash = text.indexOf('/');
    int count = slash < 0 ? -1 : Values.digits(text.substring(0, slash));
    String unit = slash < 0 ? "" : text.substring(slash + 1);
    if (count >= 1) {
      for (RateLimit.Unit each : RateLimit.Unit.values()) {
        RateLimit limit = new RateLimit(count, each);
        if (limit.toString().equals(text)) {
          return Optional.of(limit);
        }
      }
    }
    refuse(
        node,
        Spelling.quote(text) + " is not a limit",
        count >= 1
            ? limitMeant(count, unit)
            : "write how many connections in what time: 50/second, 10/minute, 100/hour, 5/day");
    return Optional.empty();
  }

  private static String limitMeant(int count, String unit) {
    for (RateLimit.Unit each : RateLimit.Unit.values()) {
      String meant = new RateLimit(count, each).toString();
      String word = meant.substring(meant.indexOf('/') + 1);
      if (!unit.isEmpty() && (word.startsWith(unit) || unit.equals(word + "s"))) {
        return Spelling.question(meant);
      }
    }
    return "the time is second, minute, hour or day";
  }

  /**
   * A text of certain characters alone.
   *
   * @param allowed those characters, in the words of a proposal
   */
  Optional<String> form(
      Node node, String what, int longest, IntPredicate characters, String allowed) {
    return values
        .scalar(node, what)
        .map(Scalar::text)
        .filter(
            text -> {
              boolean fits =
                  !text.isEmpty() && text.length() <= longest && text.chars().allMatch(characters);
              return fits
                  || refuse(
                      node,
                      Spelling.quote(text) + " is not " + what,
                      "use 1 to " + longest + " of " + allowed);
            });
  }

  private static int indexOf(String text, IntPredicate wanted) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (wanted.test(text.codePointAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** A letter or digit of ASCII, or an underscore. */
  static boolean isWordCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /** Reports, and is never true. */
  boolean refuse(Node node, String message, String proposal) {
    findings.error(node.at(), message, proposal);
    return false;
  }
}
