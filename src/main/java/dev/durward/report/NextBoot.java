package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import java.io.IOException;
import java.util.Optional;

/**
 * What becomes of rules with the next boot.
 *
 * @param by what puts them in place; empty if nothing does
 * @param same whether they will be as they are now
 * @param words the same for people, without a full stop
 * @param trouble what went wrong when they were to be kept; empty if nothing did
 */
public record NextBoot(String by, boolean same, String words, String trouble) {
  /** Whether the user must know it: rules are lost, or could not be kept. */
  public boolean isTold() {
    return !same || !trouble.isEmpty();
  }

  /** The same as a finding. */
  public Diagnostic notice() {
    return trouble.isEmpty()
        ? new Diagnostic(
            Severity.NOTE, Optional.empty(), "with the next boot: " + words, Optional.empty())
        : new Diagnostic(
            Severity.WARNING,
            Optional.empty(),
            "the rules stand, but could not be kept for the next boot: " + trouble,
            Optional.of("mend that and run this again, or add --persist none"));
  }

  /** For people, each line ended. */
  public String sentence() {
    return Wrap.paragraph("", "", "With the next boot: " + words + ".") + "\n";
  }

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("nextBoot");
    json.writeStringField("by", by);
    json.writeBooleanField("same", same);
    json.writeStringField("detail", words);
    json.writeStringField("trouble", trouble);
    json.writeEndObject();
  }
}
