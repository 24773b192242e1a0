package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What becomes of rules with the next boot.
 *
 * @param by what puts them in place; empty if nothing does
 * @param same whether they will be as they are now
 * @param words the same for people, without a full stop
 * @param trouble what went wrong when they were to be kept; empty if nothing did
 */
public record NextBoot(String by, boolean same, String words, String trouble) {
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
