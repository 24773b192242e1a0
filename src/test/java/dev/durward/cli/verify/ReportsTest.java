package dev.durward.cli.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.VerificationReport;
import dev.durward.report.DiagnosticView;
import dev.durward.report.Occasion;
import dev.durward.report.ReportFile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files and the line of progress beside a verification's result. */
class ReportsTest {
  private static final VerificationReport EMPTY =
      new VerificationReport("self", "as asked for", List.of(), List.of(), Duration.ZERO);

  @TempDir private Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);

  private boolean write(Reports reports) {
    Terminal terminal =
        new Terminal(errors, errors, new BufferedReader(new StringReader("")), false, false);
    Messages messages = new Messages(terminal, new DiagnosticView(false));
    return reports.write(EMPTY, new Occasion("host", Instant.EPOCH), messages);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Optional<ReportFile> file(String name) {
    return Optional.of(new ReportFile(folder.resolve(name)));
  }

  @Test
  void writesWhatIsAskedFor() throws IOException {
    assertTrue(write(new Reports(file("a.xml"), file("a.prom"), file("a.html"))));
    assertTrue(Files.readString(folder.resolve("a.xml")).startsWith("<?xml"));
    assertEquals("", Files.readString(folder.resolve("a.prom")));
    assertTrue(Files.readString(folder.resolve("a.html")).startsWith("<!DOCTYPE html>"));
    assertEquals("", said());
    assertTrue(write(new Reports(Optional.empty(), Optional.empty(), Optional.empty())));
  }

  @Test
  void namesAFileThatCannotBeWrittenAndWritesTheOthers() throws IOException {
    Files.createDirectory(folder.resolve("a.prom"));
    assertFalse(write(new Reports(file("no/a.xml"), file("a.prom"), file("a.html"))));
    List<String> lines = said().lines().toList();
    assertEquals(2, lines.size(), said());
    String first = folder.resolve("no/a.xml") + " could not be written: there is no such folder";
    assertEquals("error: " + first, lines.get(0));
    assertTrue(lines.get(1).contains("a.prom could not be written: "), lines.get(1));
    assertTrue(Files.exists(folder.resolve("a.html")));
  }

  private static Probe probe() {
    Mark rule = new Mark("web", "HTTPS");
    return new Probe(
        rule,
        Set.of(rule),
        Expected.OPEN,
        Transport.TCP,
        new Endpoint(IpAddress.parse("192.0.2.1").orElseThrow(), 443),
        new Endpoint(IpAddress.parse("192.0.2.2").orElseThrow(), 0),
        Optional.empty(),
        false);
  }

  private ProgressLine line(int columns, Duration delay) {
    return ProgressLine.on(errors, () -> columns, Duration.ofSeconds(2), delay);
  }

  /** What stands on a terminal of so many columns. */
  private String painted(int columns) throws InterruptedException {
    try (ProgressLine line = line(columns, Duration.ZERO)) {
      line.reached(12, 12, probe());
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (!said().contains("12 of 12") && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
    return said().substring(said().indexOf("12 of 12")).split("[\r ]*\r", 2)[0];
  }

  @Test
  void tellsHowFarItIsAndTakesTheLineAway() throws InterruptedException {
    assertEquals("12 of 12 probed, last tcp 192.0.2.1:443", painted(80));
    String last = said().substring(said().lastIndexOf("12 of"));
    assertTrue(last.matches("(?s)[^\r]*\r +\r"), "not erased: " + last);
    assertFalse(said().contains("\n"));
  }

  @Test
  void leavesTheLastColumnFree() throws InterruptedException {
    assertEquals("12 of 12 probed", painted(39));
  }

  @Test
  void saysAllThatThereIsRoomFor() throws InterruptedException {
    assertEquals("12 of 12 probed, last tcp 192.0.2.1:443", painted(40));
  }

  @ParameterizedTest
  @CsvSource({
    // done, of, after, so much later, left
    "0, 100, 0, 0, ''",
    "100, 100, 5000, 0, ''",
    "50, 100, 5000, 0, 5 to 7 s left",
    "50, 100, 5000, 2000, 3 to 5 s left",
    "50, 100, 5000, 9000, 0 to 2 s left",
    "1, 3, 900, 0, 1 to 4 s left",
    "16384, 65535, 1100, 0, 3 to 6 s left",
  })
  void estimatesFromWhatWasSeen(int done, int total, long reached, long later, String left) {
    Pace pace = new Pace(done, total, Duration.ofMillis(reached), Duration.ofSeconds(2));
    assertEquals(left, pace.left(Duration.ofMillis(reached + later)));
  }

  @Test
  void saysNothingOfWhatIsQuick() {
    try (ProgressLine line = line(80, ProgressLine.USUAL_DELAY)) {
      line.reached(12, 12, probe());
    }
    assertEquals("", said());
  }
}
