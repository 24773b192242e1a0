package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code netsh -f}. */
class ScriptFileTest {
  private static final String ADD = "advfirewall firewall add rule name=x dir=in action=allow";

  @TempDir Path folder;

  private final Prompt prompt = Prompt.english();

  private String script(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("script.txt"), text);
    return prompt.type(List.of("-f", file.toString()));
  }

  @Test
  void runsALineAtATime() throws IOException {
    script(ADD + "\r\nadvfirewall firewall delete rule name=x\r\n" + ADD + "\r\n");
    assertEquals("v2.30|Action=Allow|Active=TRUE|Dir=In|Name=x|", prompt.text());
    assertEquals(3, prompt.netsh().commands());
  }

  @Test
  void groupsWordsByQuotes() throws IOException {
    script(
        "advfirewall\nfirewall add rule name=\"Port 443 rule\" \"description=for us\" dir=in "
            + "action=allow\n");
    assertEquals(
        "v2.30|Action=Allow|Active=TRUE|Dir=In|Name=Port 443 rule|Desc=for us|", prompt.text());
  }

  @Test
  void keepsTheContextOfALine() throws IOException {
    script("advfirewall firewall\nadd rule name=x dir=in action=allow");
    assertEquals(1, prompt.texts().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ADD + "\n\n" + ADD,
        "# comment\n" + ADD,
        "advfirewall firewall add rule name=é dir=in action=allow",
        "\ufeff" + ADD,
        "advfirewall firewall add rule name=\"x dir=in action=allow",
        "advfirewall firewall add rule name=x dir=in action=allow description=\"C:\\x\\\"",
        "advfirewall firewall add rule name=\"\" dir=in action=allow",
        "advfirewall firewall delete rule name=missing",
        ADD + "\tenable=yes",
        "pushd advfirewall\n" + ADD,
      })
  void failsOnScriptsThatNobodyKnows(String text) {
    assertThrows(UnknownToNetsh.class, () -> script(text));
  }

  @Test
  void failsWithoutAFile() {
    assertThrows(UnknownToNetsh.class, () -> prompt.type(List.of("-f")));
    String missing = folder.resolve("missing").toString();
    assertThrows(UnknownToNetsh.class, () -> prompt.type(List.of("-f", missing)));
  }

  @Test
  void stopsInTheMiddleWhenKilled() throws IOException {
    Prompt console = new Prompt(Settings.of(Language.ENGLISH).with(new Fault(Fault.Kind.DIES, 3)));
    Path file = Files.writeString(folder.resolve("script.txt"), (ADD + "\n").repeat(5));
    Answer answer = console.netsh().run(List.of("-f", file.toString()));
    assertEquals(1, answer.exitCode());
    assertEquals(2, console.texts().size());
  }
}
