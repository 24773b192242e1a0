package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What recordings of the real one show. */
class NetshModelTest {
  private static final String HTTPS = "add;name=https;dir=in;action=allow;protocol=tcp;localport=";

  private final Prompt prompt = Prompt.english();

  @Test
  void accumulatesDuplicatesAndDeletesThemAll() {
    Prompt spanish = new Prompt(Settings.of(Language.SPANISH));
    spanish.type("add;name=Bloquear HTTP;dir=out;action=block;protocol=tcp;remoteport=80");
    spanish.type("add;name=Bloquear HTTP;dir=in;action=block;protocol=tcp;remoteport=80");
    spanish.type("add;name=Bloquear HTTP;dir=in;action=block;protocol=tcp;remoteport=80");
    spanish.type("add;name=Bloquear HTTPS;dir=in;action=block");
    assertEquals("0 Se eliminaron 3 reglas.\r\nAceptar", spanish.type("delete;name=Bloquear HTTP"));
    assertEquals(1, spanish.texts().size());
  }

  @Test
  void answersByteForByteAsRecorded() {
    prompt.type(HTTPS + "443");
    prompt.type(HTTPS + "444");
    Answer answer = prompt.netsh().run(Prompt.line("delete;name=https"));
    assertArrayEquals(
        "\r\nDeleted 2 rule(s).\r\nOk.\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        answer.stdout());
  }

  @ParameterizedTest
  @CsvSource({
    "ENGLISH, IBM437, No rules match the specified criteria.",
    "GERMAN, IBM850, Keine Regeln stimmen mit den angegebenen Kriterien überein.",
    "CHINESE, GBK, 没有与指定标准相匹配的规则。",
  })
  void saysWithExitCode1ThatNothingMatches(Language language, String codePage, String message) {
    Prompt console = new Prompt(Settings.of(language));
    Charset charset = Charset.forName(codePage);
    for (String verb : List.of("delete", "show")) {
      Answer answer = console.netsh().run(Prompt.line(verb + ";name=x"));
      assertEquals(1, answer.exitCode());
      assertEquals(message, new String(answer.stdout(), charset).strip());
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void speaksEachLanguageInItsCodePage(Language language) {
    Prompt console = new Prompt(Settings.of(language));
    for (Message message : Message.values()) {
      String text = message.in(language);
      assertEquals(text, new String(text.getBytes(language.codePage()), language.codePage()));
    }
    assertTrue(console.type("add;name=x;dir=in").startsWith("1 "));
    assertTrue(console.type("add;name=x;dir=in;action=block").startsWith("0 "));
    assertTrue(console.type("set;name=x;new;enable=no").startsWith("0 "));
    assertTrue(console.type("delete;name=x").matches("(?s)0 .*1.*"));
  }

  @Test
  void changesNothingUnlessElevated() {
    Prompt console = new Prompt(Settings.of(Language.CHINESE).unelevated());
    console.rules().put("{A}", "v2.30|Action=Allow|Active=TRUE|Dir=In|Name=x|");
    for (String line :
        List.of("add;name=x;dir=in;action=allow", "delete;name=x", "set;name=x;new;enable=no")) {
      assertEquals("1 请求的操作需要提升(作为管理员运行)。", console.type(line));
    }
    assertEquals(1, console.texts().size());
    assertTrue(console.type("show;name=x").startsWith("0 "));
    assertEquals("v2.30|Action=Allow|Active=TRUE|Dir=In|Name=x|", console.text());
  }

  @ParameterizedTest
  @CsvSource({
    "delete;name=https;dir=in, 3",
    "delete;name=https;dir=out, 0",
    "delete;name=https;protocol=tcp;localport=443, 2",
    "delete;name=https;protocol=udp, 1",
    "delete;name=https;profile=any, 3",
    "delete;name=other, 1",
    "delete;name=all;dir=in, 3",
    "delete;name=ALL, 4",
  })
  void deletesWhatTheSelectorsLeave(String line, int count) {
    prompt.type(HTTPS + "443");
    prompt.type(HTTPS.replace("tcp", "udp") + "8443");
    prompt.type(HTTPS + "443");
    prompt.type("add;name=other;dir=out;action=block");
    String expected =
        count == 0
            ? "1 No rules match the specified criteria."
            : "0 Deleted " + count + " rule(s).\r\nOk.";
    assertEquals(expected, prompt.type(line));
    assertEquals(4 - count, prompt.texts().size());
  }

  @Test
  void selectsByProfilesAsRecorded() {
    prompt.type("add;name=Test;profile=domain,private;protocol=any;dir=In;action=Allow");
    assertEquals(
        "0 Deleted 1 rule(s).\r\nOk.", prompt.type("delete;profile=domain,private;name=Test"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "profile=domain",
        "localport=443",
        "localport=any",
        "protocol=any",
        "program=C:\\a.exe"
      })
  void failsWhereASelectorMayMeanMoreThanOneThing(String selector) {
    prompt.type(HTTPS + "443,444");
    assertThrows(UnknownToNetsh.class, () -> prompt.type("delete;name=https;" + selector));
  }

  @Test
  void matchesNamesWhateverTheirCaseButForDeletes() {
    prompt.type("add;name=WeChat;dir=in;action=allow");
    assertEquals("0 Updated 1 rule(s).\r\nOk.", prompt.type("set;name=wechat;new;enable=no"));
    assertEquals("v2.30|Action=Allow|Active=FALSE|Dir=In|Name=WeChat|", prompt.text());
    assertTrue(prompt.type("show;name=wechat").contains("WeChat"));
    assertThrows(UnknownToNetsh.class, () -> prompt.type("delete;name=wechat"));
    assertEquals("0 Deleted 1 rule(s).\r\nOk.", prompt.type("delete;name=WeChat"));
  }

  @Test
  void setsWhatStandsBehindNewInEveryMatch() {
    prompt.type(HTTPS + "443");
    prompt.type(HTTPS + "444");
    String id = prompt.rules().values().keySet().iterator().next();
    prompt.type("set;name=https;new;name=web;localport=80-81;remoteip=192.0.2.0/24;action=block");
    assertEquals(
        List.of(
            "v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort2_10=80-81"
                + "|RA4=192.0.2.0/255.255.255.0|Name=web|"),
        prompt.texts().stream().distinct().toList());
    assertTrue(prompt.rules().values().containsKey(id));
    assertThrows(UnknownToNetsh.class, () -> prompt.type("set;name=web;new;protocol=icmpv4:8,any"));
    assertThrows(UnknownToNetsh.class, () -> prompt.type("set;name=web;new;edge=yes;dir=out"));
  }

  @Test
  void leavesRulesThatItDidNotMakeAsTheyAre() {
    String foreign =
        "v2.28|Action=Allow|Active=TRUE|Dir=Out|Name=Twitter|LUOwn=S-1-5-18|AppPkgId=S-1-15-2-1"
            + "|EmbedCtxt=Twitter|Platform=2:6:2|Platform2=GTEQ|";
    prompt.rules().put("{A}", foreign);
    prompt.type(HTTPS + "443");
    prompt.type("delete;name=https");
    assertEquals(foreign, prompt.text());
    assertThrows(UnknownToNetsh.class, () -> prompt.type("set;name=Twitter;new;enable=no"));
    assertEquals("0 Deleted 1 rule(s).\r\nOk.", prompt.type("delete;name=Twitter"));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 0, '0 0 0 0', 4",
    "FAILS, 2, '0 1 0 0', 3",
    "WORKS_AND_FAILS, 2, '0 1 0 0', 4",
    "DIES, 3, '0 0 1 1', 2",
    "STUB, 3, '0 0 0 0', 2",
  })
  void goesWrongAsTold(Fault.Kind kind, int at, String exits, int rules) {
    Prompt console = new Prompt(Settings.of(Language.ENGLISH).with(new Fault(kind, at)));
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      seen.append(console.type(HTTPS + "443").charAt(0)).append(' ');
    }
    assertEquals(exits, seen.toString().strip());
    assertEquals(rules, console.texts().size());
    assertEquals(4, console.netsh().commands());
  }

  @Test
  void runsTheProductsCommands() throws IOException {
    NetshRunner runner = new NetshRunner(prompt.netsh(), Language.ENGLISH.codePage());
    String netsh = "C:\\Windows\\System32\\netsh.exe";
    CommandResult result =
        runner.run(
            Command.of(
                netsh,
                "advfirewall",
                "firewall",
                "add",
                "rule",
                "name=Port 443 rule",
                "dir=in",
                "action=allow",
                "protocol=tcp",
                "localport=443"));
    assertTrue(result.succeeded());
    assertEquals("", result.error());
    assertEquals("Ok.", result.text().strip());
    assertTrue(prompt.text().contains("|Name=Port 443 rule|"));
    assertThrows(UnknownToNetsh.class, () -> runner.run(Command.of("/usr/sbin/netsh", "x")));
    assertThrows(
        UnknownToNetsh.class, () -> runner.run(Command.of(netsh, "-f", "x").withInput("x")));
  }

  private static List<String> policy(String profile, String value) {
    return List.of("advfirewall", "set", profile, "firewallpolicy", value);
  }

  @Test
  void setsBothHalvesOfAProfileAtOnce() {
    assertEquals("0 Ok.", prompt.type(policy("privateprofile", "BlockInbound,AllowOutbound")));
    assertEquals(
        "{DefaultInboundAction=1, DefaultOutboundAction=0, DoNotAllowExceptions=0}",
        prompt.rules().settings("StandardProfile").toString());
    assertEquals("0 Ok.", prompt.type(policy("allprofiles", "blockinboundalways,blockoutbound")));
    for (String key : ProfileCommand.KEYS.values()) {
      assertEquals(
          "{DefaultInboundAction=1, DefaultOutboundAction=1, DoNotAllowExceptions=1}",
          prompt.rules().settings(key).toString());
    }
    for (String value : List.of("blockinbound", "notconfigured,allowoutbound", "allowoutbound,")) {
      assertThrows(UnknownToNetsh.class, () -> prompt.type(policy("publicprofile", value)));
    }
    Prompt plain = new Prompt(Settings.of(Language.ENGLISH).unelevated());
    assertTrue(plain.type(policy("publicprofile", "allowinbound,allowoutbound")).startsWith("1 "));
    assertEquals("{}", plain.rules().settings("PublicProfile").toString());
  }
}
