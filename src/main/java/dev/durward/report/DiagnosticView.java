package dev.durward.report;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import java.util.List;

/**
 * Prints diagnostics for people.
 *
 * <pre>
 * web.yaml:4:12: error: 0 is not a port
 *     ports: 0
 *            ^
 *   try: use a port from 1 to 65535
 * </pre>
 *
 * @param colour whether the terminal understands ANSI colours
 */
public record DiagnosticView(boolean colour) {
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String CYAN = "\u001b[1;36m";
  private static final String GREEN = "\u001b[32m";

  /** All of them, one after the other. */
  public String print(List<Diagnostic> diagnostics) {
    StringBuilder text = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      text.append(print(diagnostic));
    }
    return text.toString();
  }

  /** One, each of its lines ended. Nothing in it can move the cursor or change the colour. */
  public String print(Diagnostic diagnostic) {
    StringBuilder text = new StringBuilder();
    diagnostic
        .place()
        .ifPresent(
            place ->
                text.append(painted(BOLD, Excerpt.visible(place.position()) + ":")).append(' '));
    text.append(painted(colourOf(diagnostic), diagnostic.severity().word() + ":"))
        .append(' ')
        .append(Excerpt.visible(diagnostic.message()))
        .append('\n');
    diagnostic.place().ifPresent(place -> excerpt(place, text));
    diagnostic
        .proposal()
        .ifPresent(
            proposal ->
                text.append("  ")
                    .append(painted(GREEN, "try: " + Excerpt.visible(proposal)))
                    .append('\n'));
    return text.toString();
  }

  private static void excerpt(Place place, StringBuilder text) {
    if (!place.source().isBlank()) {
      Excerpt excerpt = Excerpt.of(place);
      text.append(excerpt.line()).append('\n');
      if (excerpt.caret() >= 0) {
        text.append(" ".repeat(excerpt.caret())).append("^\n");
      }
    }
  }

  private static String colourOf(Diagnostic diagnostic) {
    return switch (diagnostic.severity()) {
      case ERROR -> RED;
      case WARNING -> YELLOW;
      case NOTE -> CYAN;
    };
  }

  private String painted(String sequence, String text) {
    return colour ? sequence + text + RESET : text;
  }
}
