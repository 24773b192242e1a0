package dev.durward.journal;

import dev.durward.journal.Ending.State;
import dev.durward.journal.Ending.Verification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The file that is written when an apply has ended: format {@value #FORMAT}. */
final class EndingText {
  static final String FORMAT = "durward.ending/1";

  private EndingText() {}

  static byte[] write(int id, Ending ending) {
    return Sealed.seal(
        FORMAT,
        json -> {
          json.writeNumberField("id", id);
          json.writeStringField("state", ending.state().word());
          json.writeStringField("ended", ending.ended().toString());
          json.writeStringField("why", ending.why());
          if (ending.verification().isPresent()) {
            Verification seen = ending.verification().get();
            json.writeObjectFieldStart("verification");
            json.writeNumberField("passed", seen.passed());
            json.writeNumberField("failed", seen.failed());
            json.writeNumberField("untested", seen.untested());
            json.writeEndObject();
          }
        });
  }

  static Ending read(Path file) throws Unusable {
    Map<String, String> texts = new HashMap<>();
    Map<String, String> seen = new HashMap<>();
    return Sealed.read(
        file,
        FORMAT,
        (name, json) -> {
          if (name.equals("verification")) {
            seen.putAll(Sealed.texts(json));
          } else {
            Sealed.keep(texts, name, json);
          }
          return false;
        },
        () ->
            new Ending(
                State.valueOf(Sealed.constant(texts, "state")),
                Instant.parse(Sealed.text(texts, "ended")),
                Sealed.text(texts, "why"),
                seen.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        new Verification(
                            Sealed.number(seen, "passed"),
                            Sealed.number(seen, "failed"),
                            Sealed.number(seen, "untested")))));
  }
}
