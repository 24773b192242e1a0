package dev.durward.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

  /** The way back, as a script. */
  public Path wayBack(WatchShell shell) {
    return path("back" + shell.ending());
  }

  /** The script that runs it, when the time has come. */
  public Path watch(WatchShell shell) {
    return path("watch" + shell.ending());
  }

  /** What is there from when a watchdog has begun to wait that can say it by no other way. */
  public Path sign() {
    return path("watching");
  }

  /** What is there, too, if it is being taken back, or was: named so by a scheduled task alone. */
  Path overdue() {
    return path("overdue.json");
  }

  /** The name of the scheduled task that waits, where one does. */
  public String task() {
    return "Durward confirm " + id;
  }

  private Path path(String ending) {
    return journal.folder().resolve(id + "." + ending);
  }

  /**
   * Lets it wait, before the apply begins.
   *
   * @param back what takes it back, as the shell runs it
   */
  public void begin(WatchShell shell, Waiting waiting, String back) throws IOException {
    takeBackBy(shell, back);
    journal.write(watch(shell), shell.watch(this).getBytes(StandardCharsets.UTF_8));
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
  public void takeBackBy(WatchShell shell, String script) throws IOException {
    journal.write(wayBack(shell), script.getBytes(StandardCharsets.UTF_8));
  }

  /** What has become of it. */
  public State state() {
    for (State state : new State[] {State.WAITING, State.CONFIRMED, State.EXPIRED}) {
      if (Files.exists(file(state))) {
        return state;
      }
    }
    return Files.exists(overdue()) ? State.EXPIRED : State.NONE;
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
    List<Path> files = new ArrayList<>();
    for (State state : List.of(State.WAITING, State.CONFIRMED, State.EXPIRED)) {
      files.add(file(state));
    }
    for (WatchShell shell : WatchShell.values()) {
      files.add(wayBack(shell));
      files.add(watch(shell));
    }
    files.add(overdue());
    files.add(sign());
    for (Path file : files) {
      if (Files.exists(file)) {
        journal.disk().delete(file);
      }
    }
  }
}
