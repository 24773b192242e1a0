package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetshProcessTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String line) throws IOException {
    return NetshProcess.run(
        folder,
        Prompt.line(line),
        new PrintStream(out, true, StandardCharsets.US_ASCII),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void keepsItsRulesAndItsCountFromRunToRun() throws IOException {
    Files.writeString(
        folder.resolve("settings.properties"), "language=russian\nfault=fails\nfault-at=3\n");
    assertEquals(0, run("add;name=Ünï 防火墙;dir=in;action=allow"));
    assertEquals(0, run("add;name=Ünï 防火墙;dir=in;action=allow"));
    assertEquals(1, run("delete;name=Ünï 防火墙"));
    assertEquals(0, run("delete;name=Ünï 防火墙"));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    String said = out.toString(Charset.forName("IBM866"));
    assertEquals("Удалено правил: 2.\r\nОК.", said.substring(said.lastIndexOf("Уд")).strip());
  }

  @Test
  void tellsTheUnknownFromTheRefused() throws IOException {
    Files.writeString(folder.resolve("settings.properties"), "elevated=no\ncode-page=IBM850\n");
    assertEquals(1, run("add;name=x;dir=in;action=allow"));
    assertEquals(NetshProcess.UNKNOWN, run("add;name=a|b;dir=in;action=allow"));
    assertEquals(true, err.toString(StandardCharsets.UTF_8).contains("U+007C"));
  }
}
