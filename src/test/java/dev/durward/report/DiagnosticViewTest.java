package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import dev.durward.diagnostic.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosticViewTest {
  private static final DiagnosticView PLAIN = new DiagnosticView(false);

  private static Diagnostic at(int column, String source) {
    return Diagnostic.error(new Place("web.yaml", 4, column, source), "0 is not a port", "use 1");
  }

  @Test
  void showsTheLineAndPointsAtThePlace() {
    assertEquals(
        "web.yaml:4:8: error: 0 is not a port\nports: 0\n       ^\n  try: use 1\n",
        PLAIN.print(at(8, "ports: 0")));
  }

  @Test
  void showsAFindingWithoutAPlace() {
    Diagnostic warning =
        new Diagnostic(Severity.WARNING, Optional.empty(), "nobody listens", Optional.empty());
    assertEquals("warning: nobody listens\n", PLAIN.print(List.of(warning)));
  }

  @Test
  void pointsRightBehindTabsAndWideCharacters() {
    assertEquals(
        "web.yaml:4:5: error: 0 is not a port\n\\ta端 0\n      ^\n  try: use 1\n",
        PLAIN.print(at(5, "\ta端 0")));
    assertEquals(
        "web.yaml:4:4: error: 0 is not a port\ne\u0301 0\n  ^\n  try: use 1\n",
        PLAIN.print(at(4, "e\u0301 0")));
  }

  @Test
  void cutsLongLinesAroundThePlace() {
    String line = "a".repeat(500) + "X" + "b".repeat(500);
    String[] printed = PLAIN.print(at(501, line)).split("\n", -1);
    assertEquals(80, printed[1].length());
    assertEquals('X', printed[1].charAt(printed[2].indexOf('^')));
    assertTrue(printed[1].startsWith("...") && printed[1].endsWith("..."));
    String[] first = PLAIN.print(at(1, line)).split("\n", -1);
    assertEquals("^", first[2]);
    String[] last = PLAIN.print(at(1001, line)).split("\n", -1);
    assertEquals('b', last[1].charAt(last[2].indexOf('^')));
  }

  @Test
  void pointsNowhereWhereTheLineIsNotKnownSoFar() {
    assertFalse(PLAIN.print(at(5000, "a".repeat(4000))).contains("^"));
  }

  @Test
  void nothingInItReachesTheTerminalAsAControl() {
    String evil = "\u001b[2J\u0007\r\u202e\u009b";
    Diagnostic diagnostic = Diagnostic.error(new Place(evil, 1, 1, evil), "a" + evil, "b" + evil);
    String printed = PLAIN.print(diagnostic);
    assertTrue(
        printed.chars().allMatch(c -> c == '\n' || (!Character.isISOControl(c) && c != 0x202e)),
        printed);
  }

  @Test
  void coloursOnlyWhenAsked() {
    assertFalse(PLAIN.print(at(1, "x")).contains("\u001b"));
    String coloured = new DiagnosticView(true).print(at(1, "x"));
    assertEquals(PLAIN.print(at(1, "x")), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }
}
