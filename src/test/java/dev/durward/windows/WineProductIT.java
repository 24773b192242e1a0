package dev.durward.windows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The built Durward keeps rules of a Windows under Wine, through the stand-in for netsh. */
class WineProductIT {
  @RegisterExtension static final Wine WINE = new Wine();

  private static final String RULES =
      """
      version: 1
      policy: office
      rules:
        - {name: Tür zum Büro, ports: [443, 9000-9010], remote: [192.0.2.0/24, 2001:db8::/32]}
        - {name: 防火墙 дверь, ports: 53, protocol: [tcp, udp], action: block, owner: Müller}
      """;

  private static WineLab lab() {
    return WINE.lab();
  }

  @BeforeEach
  void foreignRules() throws Exception {
    host().reset();
  }

  private static WineHost host() {
    return new WineHost(lab());
  }

  private static void assertHas(String part, String text) {
    assertTrue(text.contains(part), text);
  }

  @ParameterizedTest
  @EnumSource
  void keepsRulesInEachLanguage(WineLocale locale) throws Exception {
    lab().setNetsh("language=" + locale);
    String rules = host().file(RULES);
    assertHas("1 local ones, 0 of them Durward's", host().durward(0, locale, "doctor").text());
    assertHas("+ Tür zum Büro", host().durward(2, locale, "plan", "--exit-code", rules).text());
    assertEquals(List.of(WineHost.FOREIGN), host().rules(locale), "a plan changes nothing");
    assertHas("Applied, and read again", host().durward(0, locale, "apply", "--yes", rules).text());
    assertEquals(4, host().rules(locale).size());
    assertTrue(host().rules(locale).contains(WineHost.FOREIGN));
    assertHas("Nothing to do", host().durward(0, locale, "plan", "--exit-code", rules).text());
    assertHas("防火墙 дверь", host().durward(0, locale, "status", "--exit-code", rules).text());
    host().durward(0, locale, "remove", "--yes", rules);
    assertEquals(List.of(WineHost.FOREIGN), host().rules(locale));
  }

  @Test
  void theRecipeOfTheSeedIsAppliedReadBackAndRemoved() throws Exception {
    lab().setNetsh("language=english");
    String rules = host().file(Files.readString(Path.of("config/windows-port-443.yaml")));
    host().durward(0, WineLocale.ENGLISH, "apply", "--yes", rules);
    List<String> there = host().rules(WineLocale.ENGLISH);
    assertEquals(6, there.size(), there.toString());
    String program = "C:\\Program Files\\Tomcat\\bin\\tomcat10.exe";
    assertTrue(there.stream().anyMatch(rule -> rule.contains("|App=" + program + "|")));
    assertHas(
        "Nothing to do",
        host().durward(0, WineLocale.ENGLISH, "plan", "--exit-code", rules).text());
    String again = host().durward(0, WineLocale.ENGLISH, "import").text();
    assertHas("policy: windows-port-443\n", again);
    assertHas("  - name: Port 443 rule\n", again);
    assertHas("service: W3SVC", again);
    String script =
        host()
            .durward(0, WineLocale.ENGLISH, "render", rules, "--platform=windows", "--format=cmd")
            .text();
    assertHas("add rule name=\"Port 443 rule [durward:windows-port-443]\" dir=in", script);
    host().durward(0, WineLocale.ENGLISH, "remove", "--policy", "windows-port-443", "--yes");
    assertEquals(List.of(WineHost.FOREIGN), host().rules(WineLocale.ENGLISH));
  }

  @Test
  void aProfileIsShutAndOpenedAgain() throws Exception {
    lab().setNetsh("language=chinese");
    String rules = host().file(RULES.replace("rules:", "defaults: {inbound: block}\nrules:"));
    assertTrue(host().isOpen());
    host().durward(0, WineLocale.CHINESE, "apply", "--yes", rules);
    assertFalse(host().isOpen());
    assertHas(
        "Nothing to do",
        host().durward(0, WineLocale.CHINESE, "plan", "--exit-code", rules).text());
    host().durward(0, WineLocale.CHINESE, "remove", "--yes", rules);
    assertTrue(host().isOpen());
    assertEquals(List.of(WineHost.FOREIGN), host().rules(WineLocale.ENGLISH));
  }

  @Test
  void whatNetshRefusesIsShownAndTakenBack() throws Exception {
    lab().setNetsh("language=russian\nfault=works_and_fails\nfault-at=2");
    String rules = host().file(RULES);
    WineOutcome outcome = host().durward(6, WineLocale.RUSSIAN, "apply", "--yes", rules);
    assertHas("exit code 1: " + Message.BROKEN.in(Language.RUSSIAN), outcome.complaint(UTF_8));
    assertEquals(List.of(WineHost.FOREIGN), host().rules(WineLocale.RUSSIAN));
  }

  @Test
  void successThatAStubReportsIsNotBelieved() throws Exception {
    lab().setNetsh("fault=stub");
    String rules = host().file(RULES);
    WineOutcome outcome = host().durward(6, WineLocale.ENGLISH, "apply", "--yes", rules);
    assertHas("read again", outcome.complaint(UTF_8));
    assertFalse(outcome.text().contains("Applied"));
    assertEquals(List.of(WineHost.FOREIGN), host().rules(WineLocale.ENGLISH));
  }

  @Test
  void aFileThatEveryoneCanWriteIsRefused() throws Exception {
    lab().setNetsh("language=english");
    String rules = host().file(RULES);
    Files.setPosixFilePermissions(host().file(), PosixFilePermissions.fromString("rw-rw-rw-"));
    for (String command : List.of("apply", "remove")) {
      WineOutcome refused = host().durward(4, WineLocale.ENGLISH, command, "--yes", rules);
      assertHas(rules + " is not to be relied on: Everyone can write it", refused.complaint(UTF_8));
      assertHas("icacls", refused.complaint(UTF_8));
    }
    assertEquals(List.of(WineHost.FOREIGN), host().rules(WineLocale.ENGLISH));
    host().durward(0, WineLocale.ENGLISH, "apply", "--yes", "--insecure-file", rules);
    assertEquals(4, host().rules(WineLocale.ENGLISH).size());
  }

  /** Of a file as of a folder; on drive Z: of Wine, all that root has made. */
  @Test
  void aFileBelowAFolderOfAnotherIsRefused() throws Exception {
    Path rules = lab().folder().resolve("home/rules.yaml");
    Files.writeString(rules, RULES);
    lab().give(rules);
    WineOutcome refused =
        host().durward(4, WineLocale.GERMAN, "apply", "--yes", WineLab.windowsPath(rules));
    assertHas("can write " + WineLab.windowsPath(lab().folder()), refused.complaint(UTF_8));
    assertHas("only administrators", refused.complaint(UTF_8));
  }

  @Test
  void verifyLooksUpWhatListens() throws Exception {
    String rules = host().file(RULES);
    String text = host().durward(3, WineLocale.GERMAN, "verify", rules).text();
    assertHas("from vantage self: Windows has no network namespaces", text);
    assertHas("the firewall is", text);
    host().durward(0, WineLocale.GERMAN, "verify", rules, "--allow-untested");
    host().durward(5, WineLocale.GERMAN, "verify", rules, "--target", "127.0.0.1");
  }

  @Test
  void saysWhatWindowsCantKeep() throws Exception {
    String rules =
        host()
            .file(
                """
            version: 1
            policy: web
            rules:
              - {name: a, ports: 443, linux: {interfaces: eth0}}
              - {name: b, ports: 25, action: reject}
            """);
    String complaint = host().durward(4, WineLocale.GERMAN, "plan", rules).complaint(UTF_8);
    assertHas(":4:", complaint);
    assertHas("an interface by its name", complaint);
    assertHas("can't reject", complaint);
  }
}
