package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Mishap;
import dev.durward.cli.Run;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.journal.Disk;
import dev.durward.journal.LocalDisk;
import dev.durward.model.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A change that is made on a lab's host again and again, from the same beginning.
 *
 * @param more what else a test chooses about each run
 * @param before the dumps of both families before it
 * @param from what is Durward's then
 * @param to what is Durward's when it is made
 * @param foreign what is others'
 */
record Stage(
    Lab lab,
    String variant,
    Path folder,
    List<String> words,
    UnaryOperator<Run.Setting> more,
    Map<Family, String> before,
    List<String> from,
    List<String> to,
    List<String> foreign) {
  private static final ProcessRunner ROAD = new ProcessRunner();

  /**
   * Takes it from the host as it is, and makes the change once to see what comes of it.
   *
   * @param words the command line
   */
  static Stage set(Lab lab, String variant, Path folder, String... words) throws Exception {
    return set(lab, variant, folder, setting -> setting, words);
  }

  /** The same, with more that is chosen about each run. */
  static Stage set(
      Lab lab, String variant, Path folder, UnaryOperator<Run.Setting> more, String... words)
      throws Exception {
    Map<Family, String> dumps = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      dumps.put(family, lab.onHost(lab.program(family) + "-save"));
    }
    State begin = State.of(lab);
    Stage first =
        new Stage(
            lab,
            variant,
            folder,
            List.of(words),
            more,
            dumps,
            begin.own(),
            List.of(),
            begin.foreign());
    Run run = first.run(ROAD, new LocalDisk());
    assertEquals(0, run.code(), run.out() + run.err());
    List<String> to = first.state("once").own();
    assertTrue(!begin.own().equals(to), "it changes something");
    return new Stage(
        lab, variant, folder, List.of(words), more, dumps, begin.own(), to, begin.foreign());
  }

  /** Puts the host, and the journal, where it begins. */
  void reset() throws Exception {
    for (Family family : Family.values()) {
      lab.restore(family, before.getOrDefault(family, ""));
    }
    Path state = folder.resolve("state");
    if (Files.exists(state)) {
      try (Stream<Path> files = Files.list(state)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(state);
    }
  }

  Run run(CommandRunner runner, Disk disk, String... line) throws Exception {
    return lab.host(
        () ->
            more.apply(
                    new Run.Setting()
                        .runner(runner)
                        .disk(disk)
                        .variant("-" + variant)
                        .runtime(folder))
                .run(line));
  }

  /** Makes the change with these. */
  Run run(CommandRunner runner, Disk disk) throws Exception {
    return run(runner, disk, words.toArray(String[]::new));
  }

  /** Makes the change as it is, and counts what that takes. */
  Mishap watched() throws Exception {
    Mishap none = Mishap.never();
    reset();
    assertEquals(0, run(none.over(ROAD), none.over(new LocalDisk())).code());
    return none;
  }

  /** What is said of a run that has come to an end must be so. */
  void isAsSaid(Run run, String what) throws Exception {
    State state = state(what);
    switch (run.code()) {
      case 0 -> assertEquals(to, state.own(), what + run);
      case 1, 5, 6 -> assertEquals(from, state.own(), what + run);
      case 7 -> assertTrue(run.err().contains("these commands put it back"), what + run);
      default -> throw new AssertionError(what + run);
    }
  }

  /**
   * The next command, whatever it is, leaves the host as it was before the change, or as after it.
   *
   * @return whether as after it
   */
  boolean isMendedByTheNext(String what) throws Exception {
    Run next = run(ROAD, new LocalDisk(), "remove", "--policy", "nobody", "--yes");
    assertEquals(0, next.code(), what + next);
    State state = state(what);
    boolean isMade = state.own().equals(to);
    assertTrue(isMade || state.own().equals(from), what + next + state);
    Run history = run(ROAD, new LocalDisk(), "history");
    assertEquals(0, history.code(), what);
    assertEquals("", history.err(), what);
    return isMade;
  }

  /** The host now, on which nothing of others' has changed. */
  private State state(String what) throws Exception {
    State state = State.of(lab);
    assertEquals(foreign, state.foreign(), what);
    return state;
  }

  /**
   * The rules of both families.
   *
   * @param own Durward's, those of one chain sorted, since none turns on their order; jumps with
   *     what they precede
   */
  private record State(List<String> own, List<String> foreign) {
    static State of(Lab lab) throws Exception {
      List<String> all = new ArrayList<>();
      for (Family family : Family.values()) {
        lab.saved(family).forEach(line -> all.add(family.word() + " " + line));
      }
      List<String> own = new ArrayList<>();
      List<String> foreign = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        String line = all.get(i);
        if (line.contains("-j DURWARD-")) {
          String next = all.get(i + 1);
          own.add(line + " before " + (next.contains("-j DURWARD-") ? "another" : next));
        } else {
          (line.contains("DURWARD-") ? own : foreign).add(line);
        }
      }
      return new State(own.stream().sorted().toList(), foreign);
    }
  }
}
