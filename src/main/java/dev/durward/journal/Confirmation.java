package dev.durward.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an apply stands that waits to be confirmed. One file tells, {@code ID.waiting.json}, and
 * whoever gives it another name has decided: rename(2) lets but one of them.
 *
 * @param journal where the apply is written down
 * @param id its number
 */
public record Confirmation(Journal journal, int id) {
  static final String FORMAT = "durward.waiting/1";

  /** What has become of it. */
  public enum State {
    /** It never had to be confirmed. */
    NONE(""),
    /** Nobody has decided. */
    WAITING("waiting"),
    /** It stands. */
    CONFIRMED("confirmed"),
    /** It is being taken back, or was. */
    EXPIRED("expired");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  /** The file that is there in a state. */
  public Path file(State state) {
    return path(state.word + ".json");
  }

  /** The way back, as a script for a POSIX shell. */
  public Path wayBack() {
    return path("back.sh");
  }

  /** What runs it, when the time has come. */
  public Path watch() {
    return path("watch.sh");
  }

  private Path path(String ending) {
    return journal.folder().resolve(id + "." + ending);
  }

  /**
   * Lets it wait, before the apply begins.
   *
   * @param back as in {@link ApplyRecord#back}
   */
  public void begin(Waiting waiting, String back) throws IOException {
    takeBackBy(back);
    journal.write(watch(), watchScript().getBytes(StandardCharsets.UTF_8));
    journal.write(
        file(State.WAITING),
        Sealed.seal(
            FORMAT,
            json -> {
              json.writeNumberField("id", id);
              json.writeNumberField("seconds", waiting.seconds());
              json.writeStringField("boot", waiting.boot());
              json.writeNumberField("until", waiting.until());
              json.writeStringField("ends", waiting.ends().toString());
            }));
  }

  /** Writes down another way back. */
  public void takeBackBy(String script) throws IOException {
    journal.write(wayBack(), script.getBytes(StandardCharsets.UTF_8));
  }

  private String watchScript() {
    return """
        #!/bin/sh
        # Takes back apply %1$d of Durward, unless `durward confirm` comes in time: the first argument
        # says how many seconds it has.
        PATH=/usr/sbin:/usr/bin:/sbin:/bin
        LC_ALL=C
        export PATH LC_ALL
        trap '' HUP INT QUIT TERM
        cd "${0%%/*}" || exit 1
        echo watching
        exec </dev/null >/dev/null 2>&1
        sleep "$1"
        # Whoever gives this file another name has decided.
        mv -f %2$s %3$s || exit 0
        sh ./%4$s
        """
        .formatted(
            id,
            file(State.WAITING).getFileName(),
            file(State.EXPIRED).getFileName(),
            wayBack().getFileName());
  }

  /** What has become of it. */
  public State state() {
    for (State state : new State[] {State.WAITING, State.CONFIRMED, State.EXPIRED}) {
      if (Files.exists(file(state))) {
        return state;
      }
    }
    return State.NONE;
  }

  /** How long it waits; empty if it doesn't. */
  public Optional<Waiting> waiting() throws Unusable {
    if (!Files.exists(file(State.WAITING))) {
      return Optional.empty();
    }
    Map<String, String> texts = new HashMap<>();
    return Optional.of(
        Sealed.read(
            file(State.WAITING),
            FORMAT,
            (name, json) -> {
              Sealed.keep(texts, name, json);
              return false;
            },
            () ->
                new Waiting(
                    Sealed.number(texts, "seconds"),
                    Sealed.text(texts, "boot"),
                    Long.parseLong(Sealed.text(texts, "until")),
                    Instant.parse(Sealed.text(texts, "ends")))));
  }

  /**
   * Decides.
   *
   * @param state {@code CONFIRMED} or {@code EXPIRED}
   * @return whether it was to be decided: if not, somebody else has
   */
  public boolean decide(State state) throws IOException {
    try {
      journal.disk().rename(file(State.WAITING), file(state));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Removes all that told of it, when the end of the apply has been written down. */
  void forget() throws IOException {
    List<Path> files =
        List.of(
            file(State.WAITING), file(State.CONFIRMED), file(State.EXPIRED), wayBack(), watch());
    for (Path file : files) {
      if (Files.exists(file)) {
        journal.disk().delete(file);
      }
    }
  }
}
