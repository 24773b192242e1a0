package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the jumps go, and when they stay: layouts of hosts, each with what is made of it. */
class JumpPlacementTest {
  static Stream<PlacementCase> layouts() {
    return Stream.of(
            PlacementCases.FRESH,
            PlacementCases.CATCH_ALLS,
            PlacementCases.STANDING,
            PlacementCases.MOVED)
        .flatMap(PlacementCase::all);
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
