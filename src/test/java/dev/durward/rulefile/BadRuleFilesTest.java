package dev.durward.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.report.DiagnosticView;
import dev.durward.rulefile.BadRuleFiles.BadRuleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is printed about each bad rule file. With {@code -Ddurward.golden=write} the expected texts
 * are written anew; then read them.
 */
class BadRuleFilesTest {
  static Stream<BadRuleFile> all() {
    return BadRuleFiles.all();
  }

  static String print(BadRuleFile bad) {
    RuleFile file = RuleFileParser.parse("rules.yaml", bad.bytes());
    return new DiagnosticView(false).print(file.diagnostics());
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysWhatIsWrong(BadRuleFile bad) {
    assertEquals(BadRuleFiles.expected(bad.topic()).get(bad.name()), print(bad));
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesEachWithAPlaceAndAProposal(BadRuleFile bad) {
    RuleFile file = RuleFileParser.parse("rules.yaml", bad.bytes());
    List<Diagnostic> diagnostics = assertInstanceOf(RuleFile.Unusable.class, file).diagnostics();
    for (Diagnostic diagnostic : diagnostics) {
      assertTrue(diagnostic.place().isPresent(), diagnostic::message);
      assertTrue(diagnostic.proposal().isPresent(), diagnostic::message);
    }
  }

  @Test
  void areManyAndEachNameStandsOnce() throws IOException {
    if ("write".equals(System.getProperty("durward.golden"))) {
      write();
    }
    long distinct = BadRuleFiles.all().map(BadRuleFile::toString).distinct().count();
    assertEquals(BadRuleFiles.all().count(), distinct);
    assertTrue(distinct >= 200, () -> "only " + distinct);
    for (String topic : BadRuleFiles.topics()) {
      List<String> names =
          BadRuleFiles.all()
              .filter(bad -> bad.topic().equals(topic))
              .map(BadRuleFile::name)
              .toList();
      assertEquals(names, List.copyOf(BadRuleFiles.expected(topic).keySet()));
    }
  }

  private static void write() throws IOException {
    for (String topic : BadRuleFiles.topics()) {
      StringBuilder text = new StringBuilder();
      BadRuleFiles.all()
          .filter(bad -> bad.topic().equals(topic))
          .forEach(bad -> text.append("=== ").append(bad.name()).append('\n').append(print(bad)));
      Files.writeString(
          BadRuleFiles.FOLDER.resolve(topic + ".txt"), text.toString(), StandardCharsets.UTF_8);
    }
  }
}
