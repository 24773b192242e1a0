package dev.durward.rulefile;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;

/** Rule files for tests of what comes behind the parser. */
public final class WrittenRules {
  private WrittenRules() {}

  /**
   * A file named {@code rules.yaml} of policy {@code web}, with these lines below {@code rules:}.
   */
  public static RuleFile.Usable web(String... lines) {
    String text = "version: 1\npolicy: web\nrules:\n  " + String.join("\n  ", lines) + "\n";
    RuleFile file = RuleFileParser.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8));
    return assertInstanceOf(RuleFile.Usable.class, file, file.diagnostics().toString());
  }
}
