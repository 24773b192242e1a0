package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.exec.Command;
import dev.durward.exec.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code render} prints, byte for byte, and what it refuses. */
class RenderTest {
  private static final String FOLDER = "src/test/resources/render/";

  @TempDir private Path folder;

  private static Run render(String file, String... options) {
    Stream<String> words = Stream.concat(Stream.of("render", file), Stream.of(options));
    return Run.offline(words.toArray(String[]::new));
  }

  private static Run windows(String file, String format) {
    return render(file, "--platform=windows", "--format=" + format);
  }

  /** Of the shell script only what stands before its frame, which a file of its own holds. */
  @ParameterizedTest
  @CsvSource({
    "rules.yaml, windows, cmd, rules.cmd",
    "rules.yaml, windows, ps1, rules.ps1",
    "plain.yaml, windows, netsh, plain.netsh",
    "plain.yaml, linux, sh, plain.sh",
    "plain.yaml, linux, restore, plain.restore",
  })
  void isAsRecorded(String rules, String platform, String format, String expected)
      throws IOException {
    String[] options = {"--platform=" + platform, "--format=" + format};
    Run run =
        format.equals("restore")
            ? render(FOLDER + rules, options[0], options[1], "--family=ipv4")
            : render(FOLDER + rules, options);
    assertEquals(0, run.code(), run.err());
    boolean windows = platform.equals("windows");
    assertEquals(windows, run.out().contains("\r\n"));
    assertFalse(run.out().replace("\r\n", "").contains(windows ? "\n" : "\r"));
    String text = run.out().replace("\r\n", "\n");
    String golden = Files.readString(Path.of(FOLDER + expected)).replace("\r\n", "\n");
    assertEquals(
        golden, format.equals("sh") ? text.substring(0, text.indexOf("\n# Reads sections")) : text);
    assertEquals(run.out(), render(FOLDER + rules, withFamily(options, format)).out(), "again");
  }

  private static String[] withFamily(String[] options, String format) {
    return format.equals("restore")
        ? new String[] {options[0], options[1], "--family=ipv4"}
        : options;
  }

  @Test
  void whatPowerShellReadsIsWhatTheFileSays() {
    String name = "a `$x' ‘b’ ‚c‛ \"d\" $(e) #f; g";
    Pattern literal = Pattern.compile("'((?:[^'‘’‚‛]|['‘’‚‛]['‘’‚‛])*)['‘’‚‛]");
    String rules = rules("{name: x, ports: 1, owner: \"" + name.replace("\"", "") + "\"}");
    Run run = windows(rules, "ps1");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("\ufeff#Requires"));
    String command = run.out().lines().filter(line -> line.contains("+= New-")).toList().get(0);
    Matcher text = literal.matcher(command.substring(command.indexOf("-Description ") + 13));
    assertTrue(text.matches(), command);
    assertEquals(
        "[owner: " + name.replace("\"", "") + "] [durward:p/x]",
        text.group(1).replaceAll("(['‘’‚‛])['‘’‚‛]", "$1"));
  }

  @Test
  void aNameOfAFileIsOnlyAName() throws IOException {
    Path file = folder.resolve("a\nreboot\r&calc %PATH%.yaml");
    Files.copy(Path.of("config/web.yaml"), file);
    for (String format : List.of("cmd", "ps1", "netsh")) {
      String script = windows(file.toString(), format).out();
      assertTrue(script.contains("a?reboot?&calc %"), script);
      assertFalse(script.contains("\nreboot"), script);
    }
    String shell = render(file.toString(), "--platform=linux", "--format=sh").out();
    assertFalse(shell.contains("\nreboot"), shell);
  }

  @Test
  void namesTheRuleThatAFormCannotHold() {
    Run ascii = windows(rules("{name: é, ports: 1}"), "netsh");
    assertEquals(4, ascii.code());
    assertTrue(ascii.err().contains(":4:"), ascii.err());
    assertTrue(ascii.err().contains("not ASCII"), ascii.err());
    String text = "a".repeat(1_000);
    String rule = "{name: x, ports: 1, description: " + text + ", owner: " + text + "}";
    assertEquals(4, windows(rules(rule), "netsh").code());
    assertEquals(0, windows(rules(rule), "cmd").code());
    StringBuilder addresses = new StringBuilder();
    for (int i = 0; i < 140; i++) {
      addresses.append(i == 0 ? "" : ", ").append("10.0.").append(i).append(".1");
    }
    Run cmd =
        windows(
            rules(
                "{name: x, ports: 1, description: '%1$s', owner: '%1$s', justification: '%1$s',"
                        .formatted("%".repeat(1_000))
                    + " local: ["
                    + addresses
                    + "]}"),
            "cmd");
    assertEquals(4, cmd.code(), cmd.err());
    assertTrue(cmd.err().contains("cmd.exe can't read a line as long"), cmd.err());
    assertEquals("", cmd.out());
  }

  private String rules(String rule) {
    try {
      String text = "version: 1\npolicy: p\nrules:\n  - " + rule + "\n";
      return Files.writeString(folder.resolve("rules.yaml"), text).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesWhatThePlatformCannotSayWithItsPlace() {
    Run linux = render(FOLDER + "plain.yaml", "--platform=linux", "--format=sh");
    assertEquals(0, linux.code(), linux.err());
    String rule = "{name: x, ports: 1, windows: {service: s}, linux: {user: u}, direction: out}";
    for (String platform : List.of("linux", "windows")) {
      String format = platform.equals("linux") ? "sh" : "cmd";
      Run run = render(rules(rule), "--platform=" + platform, "--format=" + format);
      assertEquals(4, run.code());
      assertEquals("", run.out());
      assertTrue(run.err().contains("rules.yaml:4:"), run.err());
    }
  }

  @Test
  void writesJsonThatMachinesRead() throws IOException {
    Run run = render("config/web.yaml", "--platform=linux", "--format=sh", "--output=json");
    var json = new ObjectMapper().readTree(run.out());
    assertEquals("durward.render/1", json.get("format").asText());
    assertEquals("sh", json.get("kind").asText());
    assertEquals(
        render("config/web.yaml", "--platform=linux", "--format=sh").out(),
        json.get("script").asText());
  }

  @Test
  void theShellScriptIsFreeOfWhatShellcheckKnows() throws Exception {
    Optional<Path> shellcheck =
        Stream.of("/usr/bin/shellcheck", "/usr/local/bin/shellcheck")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(shellcheck.isPresent(), "skipped: no shellcheck here");
    String rule = "{name: x, ports: 1, direction: out, linux: {user: a.b$}}";
    Run run = render(rules(rule), "--platform=linux", "--format=sh");
    Path file = Files.writeString(folder.resolve("script.sh"), run.out());
    var result = new ProcessRunner().run(Command.of(shellcheck.get().toString(), file.toString()));
    assertEquals("", result.text());
    assertTrue(result.succeeded());
  }
}
