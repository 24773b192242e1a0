package dev.durward.windows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A Windows of Wine's with one rule that is not Durward's, and the built Durward at work on it. */
record WineHost(WineLab lab) {
  static final String FOREIGN =
      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=Удалённый стол|";

  private static final String NAME = "rules with blanks.yaml";
  private static final String PUBLIC = WineRules.STORE + "PublicProfile";

  /** Takes every rule away but that one, and lets in what no rule is about in one profile. */
  void reset() throws IOException, InterruptedException {
    Path file = lab.folder().resolve("rules.reg");
    String key = "HKEY_LOCAL_MACHINE\\" + WineRules.KEY + "]\r\n";
    String text =
        "\uFEFFWindows Registry Editor Version 5.00\r\n\r\n[-"
            + key
            + "\r\n["
            + key
            + "\"{1}\"=\""
            + FOREIGN
            + "\"\r\n\r\n[HKEY_LOCAL_MACHINE\\"
            + PUBLIC
            + "]\r\n\"DefaultInboundAction\"=dword:00000000\r\n";
    Files.writeString(file, text, StandardCharsets.UTF_16LE);
    WineOutcome outcome =
        lab.run(WineLocale.ENGLISH, Map.of(), "regedit", "/S", WineLab.windowsPath(file));
    assertEquals(0, outcome.exit());
  }

  /** The rules that are there. */
  List<String> rules(WineLocale locale) throws IOException, InterruptedException {
    WineOutcome outcome = lab.runMain(locale, WineProbe.class, "values", WineRules.KEY);
    return outcome.text().lines().map(line -> line.replaceFirst("^.* = String ", "")).toList();
  }

  /** Whether the profile that lets in what no rule is about does so still. */
  boolean isOpen() throws IOException, InterruptedException {
    WineOutcome outcome = lab.runMain(WineLocale.ENGLISH, WineProbe.class, "values", PUBLIC);
    return outcome.text().contains("DefaultInboundAction = Integer 0");
  }

  /** Writes a rule file that nobody else writes, and says where it is. */
  String file(String text) throws IOException, InterruptedException {
    Files.writeString(file(), text);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    lab.give(file());
    return "C:\\" + NAME;
  }

  /** That file, as Linux has it: Wine makes access lists of its owner and mode. */
  Path file() {
    return lab.disk().resolve(NAME);
  }

  /** Runs Durward, which is to end with that code. */
  WineOutcome durward(int exit, WineLocale locale, String... arguments)
      throws IOException, InterruptedException {
    WineOutcome outcome = lab.durward(locale, arguments);
    assertEquals(exit, outcome.exit(), outcome.text() + outcome.complaint(UTF_8));
    return outcome;
  }
}
