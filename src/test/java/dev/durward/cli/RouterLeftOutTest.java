package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules want of a router, where none can be asked. */
class RouterLeftOutTest {
  private static final String FILE = "config/router.yaml";

  @TempDir private Path folder;

  private Run plan(String file) throws IOException {
    Path dump = Files.writeString(folder.resolve("dump"), "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n");
    return Run.offline("plan", file, "--from", dump.toString());
  }

  @Test
  void aPlanForAnotherHostSaysItOnceForEachFile() throws IOException {
    Run run = plan(FILE);
    assertEquals(0, run.code(), run.err());
    String note = FILE + ":9:13: note: what `router` asks for is not in this:";
    assertEquals(2, run.err().split(note, -1).length, run.err());
    assertTrue(!plan("config/web.yaml").err().contains("router"));
  }

  @ParameterizedTest
  @CsvSource({"linux,sh", "linux,restore", "windows,cmd", "windows,ps1", "windows,netsh"})
  void aScriptSaysIt(String platform, String format) throws IOException {
    String host = "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n";
    Path dump = Files.writeString(folder.resolve("dump"), host);
    String[] words = {"render", FILE, "--platform", platform, "--format", format};
    String[] restore = {
      "render",
      FILE,
      "--platform",
      platform,
      "--format",
      format,
      "--family",
      "ipv4",
      "--from",
      dump.toString()
    };
    Run run = Run.offline(format.equals("restore") ? restore : words);
    assertEquals(0, run.code(), run.err());
    String note = "(what `router:` asks of the router is not in it: see durward help router)";
    assertTrue(run.out().contains(note), run.out());
  }
}
