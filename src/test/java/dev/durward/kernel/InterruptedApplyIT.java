package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code apply --verify}, as the launcher starts it, ended by a signal while it probes. */
class InterruptedApplyIT {
  /** Its probes pass in the end, but only after all of their time. */
  private static final String RULES =
      "version: 1\npolicy: web\nrules:\n- {name: shut, action: block, ports: 8443}\n";

  @TempDir private Path folder;

  private Process start(Path rules) throws IOException {
    List<String> line = new ArrayList<>(Program.LAUNCHER);
    line.addAll(List.of("apply", rules.toString(), "--yes", "--verify", "--timeout=99"));
    ProcessBuilder builder = new ProcessBuilder(line).redirectError(folder.resolve("err").toFile());
    builder.environment().put("DURWARD_RUNTIME_DIR", folder.resolve("runtime").toString());
    builder.environment().put("DURWARD_STATE_DIR", folder.resolve("state").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static List<List<String>> state(Lab lab) throws Exception {
    return List.of(
        lab.saved(Family.IPV4),
        lab.saved(Family.IPV6),
        shown(lab, "addr", "show"),
        shown(lab, "route", "show", "table", "all"),
        shown(lab, "-6", "route", "show", "table", "all"));
  }

  /** Without link-local addresses, which the kernel makes when it has the time. */
  private static List<String> shown(Lab lab, String... what) throws Exception {
    List<String> command = new ArrayList<>(List.of("/sbin/ip", "-o"));
    command.addAll(List.of(what));
    return lab.onHost(command.toArray(String[]::new))
        .lines()
        .filter(line -> !line.contains("fe80:"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130, false", "INT, 130, true", "TERM, 143, false", "TERM, 143, true"})
  void theHostIsAsBefore(String signal, int code, boolean late) throws Exception {
    Path rules = Files.writeString(folder.resolve("web.yaml"), RULES);
    try (Lab lab = Lab.create("nft")) {
      lab.load(Family.IPV4, ":INPUT ACCEPT [0:0]", "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT");
      lab.load(Family.IPV6, ":INPUT ACCEPT [0:0]", "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT");
      List<List<String>> before = state(lab);
      Process process = lab.host(() -> start(rules));
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = out.readLine();
        while (line != null && !line.startsWith("Applied, and read again")) {
          line = out.readLine();
        }
        String err = Files.readString(folder.resolve("err"));
        assertTrue(line != null, "it ended before it probed: " + err);
        assertTrue(state(lab).toString().contains("durward:web/shut"), "applied");
        while (late && !state(lab).toString().contains("dwv")) {
          assertTrue(process.isAlive(), "it ended before it probed");
        }
        lab.onHost("/bin/kill", "-" + signal, Long.toString(process.pid()));
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it waits for its probes");
      } finally {
        process.destroyForcibly();
      }
      String err = Files.readString(folder.resolve("err"));
      assertEquals(code, process.exitValue(), err);
      assertTrue(err.contains("interrupted before the change was proved"), err);
      assertTrue(err.contains("the host is as before"), err);
      assertEquals(before, state(lab));
    }
  }
}
