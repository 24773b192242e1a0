package dev.durward.windows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Durward, and what it asks of Windows, on a Windows JVM under Wine. */
class WineIT {
  @RegisterExtension static final Wine WINE = new Wine();

  private static final String KEY = "SOFTWARE\\Durward\\Prüfung";

  private static WineLab lab() {
    return WINE.lab();
  }

  private static void assertSays(String text, WineOutcome outcome) {
    assertEquals("", outcome.complaint(UTF_8));
    assertEquals(text, outcome.text());
    assertEquals(0, outcome.exit());
  }

  @ParameterizedTest
  @EnumSource
  void startsUnderEachCodePage(WineLocale locale) throws Exception {
    WineOutcome version = lab().durward(locale, "version");
    assertTrue(version.text().matches("durward [0-9].*\n"), version.text());
    assertEquals(0, version.exit());
    WineOutcome help = lab().durward(locale, "help", "plan");
    assertTrue(help.text().contains("--exit-code"), help.text());
    assertEquals(0, help.exit());
    WineOutcome wrong = lab().durward(locale, "oben");
    assertEquals(64, wrong.exit(), wrong.complaint(UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void asksWindows(WineLocale locale) throws Exception {
    assertSays(
        """
        console %s
        arguments %s
        elevated true
        lock C:\\ProgramData\\Durward
        """
            .formatted(locale.oem(), locale.ansi()),
        lab().runMain(locale, WineProbe.class, "host"));
  }

  private static void importRegistry(String text) throws Exception {
    Path file = lab().folder().resolve("values.reg");
    String export = "\uFEFFWindows Registry Editor Version 5.00\r\n\r\n" + text;
    Files.writeString(file, export, StandardCharsets.UTF_16LE);
    WineOutcome outcome =
        lab().run(WineLocale.ENGLISH, Map.of(), "regedit", "/S", WineLab.windowsPath(file));
    assertEquals(0, outcome.exit());
  }

  @Test
  void readsTheRegistry() throws Exception {
    importRegistry(
        "[HKEY_LOCAL_MACHINE\\"
            + KEY
            + "]\r\n"
            + "\"Öffnung 防火墙 дверь\"=\"v2.30|Name=\\\"größer\\\" 端口|\"\r\n"
            + "\"Number\"=dword:80000001\r\n"
            + "\"Empty\"=\"\"\r\n"
            + "\"Several\"=hex(7):61,00,00,00,00,00\r\n"
            + "\"Expanding\"=hex(2):25,00,50,00,25,00,00,00\r\n");
    WineOutcome outcome = lab().runMain(WineLocale.GERMAN, WineProbe.class, "values", KEY);
    assertTrue(outcome.text().contains("\nSeveral = String[] "), outcome.text());
    outcome =
        new WineOutcome(
            outcome.exit(),
            outcome.text().replaceAll("(?m)^Several.*\n", "").getBytes(UTF_8),
            outcome.error());
    assertSays(
        """
        Empty = String\s
        Expanding = String %P%
        Number = Integer -2147483647
        Öffnung 防火墙 дверь = String v2.30|Name="größer" 端口|
        """,
        outcome);
  }

  @Test
  void readsAllOfManyValuesAndNoneOfAKeyThatIsNotThere() throws Exception {
    StringBuilder many = new StringBuilder("[HKEY_LOCAL_MACHINE\\SOFTWARE\\Durward\\Many]\r\n");
    for (int i = 0; i < 5000; i++) {
      many.append("\"{").append(i).append("}\"=\"v2.30|LPort=").append(i).append("|\"\r\n");
    }
    importRegistry(many.toString());
    WineOutcome outcome =
        lab().runMain(WineLocale.ENGLISH, WineProbe.class, "values", "SOFTWARE\\Durward\\Many");
    assertEquals(5000, outcome.text().lines().distinct().count());
    assertTrue(outcome.text().contains("{4999} = String v2.30|LPort=4999|\n"));
    assertSays("", lab().runMain(WineLocale.ENGLISH, WineProbe.class, "values", "SOFTWARE\\No\\x"));
  }

  @Test
  void rulesOfTheTestsAreThoseThatTheProductReads() throws Exception {
    importRegistry("[-HKEY_LOCAL_MACHINE\\" + WineRules.KEY + "]\r\n");
    assertSays(
        "true\n{{1}=v2.30|Name=Öffnung 防火墙|}\n",
        lab().runMain(WineLocale.RUSSIAN, WineProbe.class, "rules"));
  }

  /** Wine 8 gives 0 for the owner of a TCP socket, which stands for nobody. */
  @Test
  void knowsWhoseSocketsWait() throws Exception {
    assertSays(
        """
        tcp true Optional.empty
        udp false Optional.empty
        tcp false Optional.empty
        udp true Optional[java.exe (pid own)]
        """,
        lab().runMain(WineLocale.ENGLISH, WineProbe.class, "sockets"));
  }

  /** Of IPv4: Wine 8 lists no routes of IPv6, though it has the function. */
  @Test
  void knowsTheRouterBeforeTheHost() throws Exception {
    String none = "Optional.empty\nOptional.empty\n";
    assertSays(none, lab().runMain(WineLocale.ENGLISH, WineProbe.class, "gateways"));
    lab().network("link", "add", "w0", "type", "veth", "peer", "name", "w1");
    try {
      lab().network("link", "set", "w1", "up");
      lab().network("link", "set", "w0", "up");
      lab().network("addr", "add", "192.168.5.10/24", "dev", "w0");
      lab().network("route", "add", "0.0.0.0/1", "via", "192.168.5.9");
      lab().network("route", "add", "default", "via", "192.168.5.7", "metric", "600");
      lab().network("route", "add", "default", "via", "192.168.5.1", "metric", "100");
      assertSays(
          "Optional[192.168.5.1 192.168.5.10]\nOptional.empty\n",
          lab().runMain(WineLocale.ENGLISH, WineProbe.class, "gateways"));
    } finally {
      lab().network("link", "del", "w0");
    }
  }

  @Test
  void onlyOneProcessHoldsTheLock() throws Exception {
    String folder = WineLab.windowsPath(lab().folder().resolve("home/lock folder"));
    assertSays(
        "own true\nBUSY\ntaken true\n",
        lab().runMain(WineLocale.ENGLISH, WineProbe.class, "lock", folder));
  }

  @ParameterizedTest
  @EnumSource
  void commandsReachNetshAsTheyStand(WineLocale locale) throws Exception {
    lab().setNetsh("language=" + locale);
    importRegistry("[-HKEY_LOCAL_MACHINE\\" + WineRules.KEY + "]\r\n");
    WineOutcome outcome = lab().runMain(locale, WineProbe.class, "netsh");
    Language language = Language.valueOf(locale.name());
    String ok = Message.OK.in(language);
    assertSays(
        """
        0 [%s]
        v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|App=C:\\a b\\x.exe|Name=%s|
        0 [%s, %s]
        1 [%s]
        {}
        """
            .formatted(
                ok,
                "Ünï 防火墙 дверь & %PATH%^",
                Message.DELETED.in(language).formatted(1),
                ok,
                Message.NO_MATCH.in(language)),
        outcome);
    String log = Files.readString(lab().system32().resolve("netsh.log"));
    String last = log.lines().reduce((first, second) -> second).orElseThrow();
    assertTrue(last.endsWith(" delete rule \"name=Ünï 防火墙 дверь & %PATH%^\""), last);
  }
}
