package dev.durward.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rule files for tests of what comes behind the parser. */
public final class WrittenRules {
  private WrittenRules() {}

  /**
   * A file named {@code rules.yaml} of policy {@code web}, with these lines below {@code rules:}.
   */
  public static RuleFile.Usable web(String... lines) {
    return usable("version: 1\npolicy: web\nrules:\n  " + String.join("\n  ", lines) + "\n");
  }

  /** One that refuses all that no rule is about. */
  public static RuleFile.Usable shut() {
    return usable(
        "version: 1\npolicy: web\ndefaults: {inbound: block}\nrules:\n  - {name: a, ports: 1}\n");
  }

  private static RuleFile.Usable usable(String text) {
    RuleFile file = RuleFileParser.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8));
    return assertInstanceOf(RuleFile.Usable.class, file, file.diagnostics().toString());
  }

  /**
   * That just one thing is refused, with something to do about it.
   *
   * @param found what a check says
   * @param place line and column, with a colon between
   * @param part of the message
   */
  public static void assertRefused(List<Diagnostic> found, String place, String part) {
    List<Diagnostic> errors = found.stream().filter(Diagnostic::isError).toList();
    assertEquals(1, errors.size(), errors.toString());
    Diagnostic error = errors.get(0);
    assertTrue(error.message().contains(part), error.message());
    Place at = error.place().orElseThrow();
    assertEquals(place, at.line() + ":" + at.column());
    assertTrue(error.proposal().isPresent(), error.message());
  }
}
