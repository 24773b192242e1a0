package dev.durward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.cli.terminal.ExitCode;
import dev.durward.report.DiagnosticView;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what the program does. */
class ReadmeTest {
  private static final String README = read("README.md");

  @TempDir private Path folder;

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String block(String kind) {
    Matcher block = Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(README);
    assertTrue(block.find(), "no block of " + kind);
    return block.group(1);
  }

  @Test
  void itsRuleFileIsOne() {
    RuleFile file =
        RuleFileParser.parse("README.md", block("yaml").getBytes(StandardCharsets.UTF_8));
    assertInstanceOf(RuleFile.Usable.class, file, file.diagnostics().toString());
    assertEquals(0, file.diagnostics().size());
  }

  @Test
  void itsErrorIsTheProgramsOwn() {
    String text = "version: 1\npolicy: web\nrules:\n  - name: x\n    ports: 022\n";
    RuleFile file = RuleFileParser.parse("web.yaml", text.getBytes(StandardCharsets.UTF_8));
    String printed = new DiagnosticView(false).print(file.diagnostics());
    assertTrue(README.contains("```text\n" + printed + "```"), printed);
  }

  @Test
  void itsPlanIsTheProgramsOwn() throws IOException {
    String host =
        """
        *filter
        :INPUT ACCEPT [0:0]
        -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -A INPUT -i lo -j ACCEPT
        -A INPUT -p icmp -j ACCEPT
        -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
        -A INPUT -j REJECT --reject-with icmp-host-prohibited
        COMMIT
        """;
    String dump = Files.writeString(folder.resolve("dump"), host).toString();
    Run run = Run.offline("plan", "config/web.yaml", "--from", dump);
    for (String line : block("console").split("\n", -1)) {
      boolean isOutput = !line.isBlank() && !line.startsWith("$") && !line.contains("…");
      assertTrue(!isOutput || run.out().contains(line + "\n"), line + "\n" + run.out());
    }
  }

  @Test
  void itsExitCodesAreAllThereAre() {
    for (ExitCode code : ExitCode.values()) {
      assertTrue(README.contains("\n| " + code.code() + " | "), code.toString());
    }
  }
}
