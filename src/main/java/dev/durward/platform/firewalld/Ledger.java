package dev.durward.platform.firewalld;

import dev.durward.plan.Mark;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose each rich rule of a policy object is. Rich rules have no comment, so that it stands in the
 * object's description. It may name a rule that is not there (any more), never lack one that is.
 *
 * <pre>
 * Kept by Durward | durward:web/Port+443 rule priority="1" protocol value="50" accept | …
 * </pre>
 *
 * @param lines each once, in the order of their texts, so that the same rules make the same text
 */
record Ledger(List<Line> lines) {
  private static final String MARK = "durward:";
  private static final String BETWEEN = " | ";

  /** firewall-cmd takes no empty text. */
  private static final String HEADING = "Kept by Durward";

  /**
   * A rule and its owner; more than one may own the same.
   *
   * @param rule as firewalld prints it
   */
  record Line(Mark mark, String rule) {
    String text() {
      return MARK + plain(mark.policy()) + "/" + plain(mark.rule()) + " " + rule;
    }

    private static String plain(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Optional<Line> parse(String text) {
      String[] parts = text.strip().split(" ", 2);
      try {
        return parts.length < 2
            ? Optional.empty()
            : Mark.parse(URLDecoder.decode(parts[0], StandardCharsets.UTF_8))
                .map(mark -> new Line(mark, parts[1]));
      } catch (IllegalArgumentException e) {
        // Somebody has written there, and not as Durward does.
        return Optional.empty();
      }
    }
  }

  Ledger {
    lines = lines.stream().distinct().sorted(Comparator.comparing(Line::text)).toList();
  }

  static Ledger parse(String description) {
    List<Line> lines = new ArrayList<>();
    for (String text : description.split(" \\| ", -1)) {
      Line.parse(text).ifPresent(lines::add);
    }
    return new Ledger(lines);
  }

  /** As it stands in the description. */
  String text() {
    return Stream.concat(Stream.of(HEADING), lines.stream().map(Line::text))
        .collect(Collectors.joining(BETWEEN));
  }

  boolean names(String rule) {
    return lines.stream().anyMatch(line -> line.rule().equals(rule));
  }

  /** What either says. */
  Ledger with(Ledger other) {
    List<Line> both = new ArrayList<>(lines);
    both.addAll(other.lines);
    return new Ledger(both);
  }
}
