package dev.durward.platform.iptables.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the jumps go, and when they stay: layouts of hosts, each with what is made of it. */
class JumpPlacementTest {
  /**
   * Hosts that Durward comes to for the first time; what counts as a catch-all, and what does not;
   * catch-alls of several rules, or by conditions that every packet meets; jumps that stand well
   * enough and are left where they are; jumps that others have overtaken, changed or lost.
   */
  private static final List<String> TOPICS =
      List.of("fresh", "catch-alls", "parts", "standing", "moved");

  static Stream<PlacementCase> layouts() {
    return TOPICS.stream().flatMap(JumpPlacementTest::layouts);
  }

  private static Stream<PlacementCase> layouts(String topic) {
    try {
      return PlacementCase.all(
          Files.readString(Path.of("src/test/resources/placement", topic + ".cases")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void putsTheJumpsWhereTheyBelong(PlacementCase layout) {
    assertEquals(layout.golden(), layout.actual());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void leavesThemThereTheNextTime(PlacementCase layout) {
    JumpPlacement.Result again = layout.place(layout.after());
    assertEquals(List.of(), again.edits());
    assertEquals(List.of(), again.repairs());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void tellsOfEachEditAndCanTakeItBack(PlacementCase layout) {
    JumpPlacement.Result result = layout.place(layout.before());
    assertEquals(result.edits().size(), result.repairs().size());
    assertEquals(layout.before(), PlacementCase.undone(result.edits(), layout.after()));
  }
}
