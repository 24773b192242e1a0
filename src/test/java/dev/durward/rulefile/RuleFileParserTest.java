package dev.durward.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import dev.durward.diagnostic.Severity;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Action;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Expectation.TlsVersion;
import dev.durward.model.Family;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Platform;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.RateLimit;
import dev.durward.model.Rule;
import dev.durward.model.WindowsOptions;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.rulefile.BadRuleFiles.BadRuleFile;
import dev.durward.rulefile.RuleFile.Unusable;
import dev.durward.rulefile.RuleFile.Usable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RuleFileParserTest {
  private static final Path GOOD = Path.of("src/test/resources/rulefile/good");
  private static final String HEAD = "version: 1\npolicy: web\n";

  private static RuleFile parse(String text) {
    return RuleFileParser.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Usable usable(RuleFile file) {
    return assertInstanceOf(Usable.class, file, () -> file.diagnostics().toString());
  }

  private static Rule rule(Usable file, String name) {
    return file.rules().rules().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Rule good(String file, String rule) {
    return rule(usable(RuleFileParser.read(GOOD.resolve(file))), rule);
  }

  private static List<String> messages(RuleFile file) {
    return file.diagnostics().stream().map(Diagnostic::message).toList();
  }

  @Test
  void aRuleSaysAsLittleAsItsNameAndPorts() {
    Rule rule = rule(usable(parse(HEAD + "rules: [{name: web, ports: 443}]")), "web");
    assertEquals(Set.of(Direction.IN), rule.directions());
    assertEquals(Action.ALLOW, rule.action());
    assertEquals(List.of(Protocol.TCP), rule.protocols());
    assertEquals(PortSet.of(443), rule.destinationPorts());
    assertTrue(rule.sourcePorts().isAll());
    assertEquals(AddressSet.ANY, rule.remote());
    assertEquals(AddressSet.ANY, rule.local());
    assertEquals(Set.of(Family.values()), rule.families());
    assertEquals(Set.of(Platform.values()), rule.platforms());
    assertEquals(WindowsOptions.NONE, rule.windows());
    assertEquals(LinuxOptions.NONE, rule.linux());
    assertTrue(rule.enabled());
    assertTrue(rule.expectation().tls().isEmpty() && rule.expectation().http().isEmpty());
  }

  @Test
  void takesEachKeyOfTheDefaultsThatTheRuleHasNot() {
    Rule taken = good("defaults.yaml", "taken");
    assertEquals(List.of(Protocol.TCP, Protocol.UDP), taken.protocols());
    assertEquals(
        "192.0.2.10-192.0.2.20,198.51.100.0/24,203.0.113.0/24,::/0", taken.remote().toString());
    assertEquals(Optional.of("CHG-1"), taken.justification());
    assertEquals(Set.of(Profile.DOMAIN), taken.windows().profiles());
    assertEquals(Optional.of(new RateLimit(5, RateLimit.Unit.HOUR)), taken.linux().limit());
    assertTrue(taken.expectation().http().isEmpty());
  }

  @Test
  void mergesBlocksKeyByKey() {
    Rule own = good("defaults.yaml", "own");
    assertEquals(AddressSet.ANY, own.remote());
    assertEquals(Set.of(Profile.DOMAIN), own.windows().profiles());
    assertEquals(Edge.DEFERUSER, own.windows().edge());
    assertTrue(own.linux().log());
    assertEquals(Optional.of(new RateLimit(10, RateLimit.Unit.DAY)), own.linux().limit());
    assertEquals(
        Optional.of(TlsVersion.TLS_1_3), own.expectation().tls().orElseThrow().minVersion());
    assertEquals(Optional.of("www.example.com"), own.expectation().tls().orElseThrow().host());
    assertEquals("/", own.expectation().http().orElseThrow().path());
  }

  @Test
  void sourcePortsAreTheRemoteOnesForInAndTheLocalOnesForOut() {
    assertEquals("1024-65535", good("protocols.yaml", "high").sourcePorts().toString());
    Usable file =
        usable(parse(HEAD + "rules: [{name: web, ports: 443, remote-ports: 1024-65535}]"));
    assertEquals("1024-65535", rule(file, "web").sourcePorts().toString());
  }

  @Test
  void readsProtocols() {
    assertEquals(List.of(Protocol.ICMP), good("protocols.yaml", "ping").protocols());
    assertEquals(
        List.of(Protocol.numbered(47), Protocol.numbered(50)),
        good("protocols.yaml", "GRE and ESP").protocols());
    assertEquals(
        List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP),
        good("protocols.yaml", "by number").protocols());
    assertEquals(
        "1-5,179,65535", good("protocols.yaml", "both ways").destinationPorts().toString());
  }

  @Test
  void readsTheBlocksOfThePlatforms() {
    WindowsOptions windows = good("options.yaml", "Windows").windows();
    assertEquals(Optional.of("C:\\Program Files (x86)\\Tomcat\\bin\\java.exe"), windows.program());
    assertEquals(Optional.of("MSSQL$SQLEXPRESS"), windows.service());
    assertEquals(Set.of(InterfaceType.RAS), windows.interfaceTypes());
    LinuxOptions linux = good("options.yaml", "Linux").linux();
    assertEquals(List.of("eth0", "br-lan.10", "wg+"), linux.interfaces());
    assertEquals(Optional.of("1000"), good("options.yaml", "Linux user").linux().user());
    Rule probed = good("options.yaml", "Probed");
    assertEquals(OptionalInt.of(0), probed.expectation().tls().orElseThrow().minDaysLeft());
    assertTrue(probed.expectation().tls().orElseThrow().tlsOnly());
    assertEquals(OptionalInt.of(599), probed.expectation().http().orElseThrow().status());
  }

  @Test
  void takesTextsAsTheyStand() {
    Rule rule = good("texts.yaml", "443");
    assertEquals(Optional.of("no"), rule.owner());
    assertEquals(Optional.of("café, Straße, 端口 🔒"), rule.description());
    assertEquals(Optional.of("a folded text of one line"), rule.justification());
    assertEquals(Optional.of(LocalDate.of(2027, 3, 31)), rule.expires());
  }

  @ParameterizedTest
  @CsvSource({
    "all of one family, 0.0.0.0/0",
    "all, any",
    "one of IPv6, 2001:db8::a",
    "IPv4 inside IPv6, 64:ff9b::c000:221",
    "whole range, 0.0.0.0/0",
    "adjacent and overlapping, 10.0.0.0/8"
  })
  void readsAddresses(String rule, String remote) {
    assertEquals(remote, good("addresses.yaml", rule).remote().toString());
  }

  @Test
  void knowsWhereEachKeyStands() {
    SourceMap sources = usable(RuleFileParser.read(GOOD.resolve("defaults.yaml"))).sources();
    assertEquals("19:12", position(sources.of("own", "ports")));
    assertEquals("21:13", position(sources.of("own", "remote")));
    assertEquals("23:20", position(sources.of("own", "linux.limit")));
    assertEquals("12:16", position(sources.of("own", "linux.log")));
    assertEquals("24:33", position(sources.of("own", "verify.tls.min-version")));
    assertEquals("14:39", position(sources.of("own", "verify.tls.host")));
    assertEquals("18:11", position(sources.of("own", "owner")));
    assertEquals("18:11", position(sources.of("own", "name")));
    assertEquals("9:11", position(sources.of("taken", "remote")));
  }

  private static String position(Place place) {
    return place.line() + ":" + place.column();
  }

  @Test
  void warnsOfGroupsThatNoRuleNames() {
    Usable file =
        usable(parse(HEAD + "groups: {office: 192.0.2.1}\nrules: [{name: web, ports: 443}]"));
    assertEquals(1, file.diagnostics().size());
    assertEquals(Severity.WARNING, file.diagnostics().get(0).severity());
    assertEquals("no rule names the group `office`", messages(file).get(0));
  }

  /** An error in a group is reported there alone, however many rules name it. */
  @Test
  void reportsTheSameFindingOnce() {
    String rules = "  - {name: a, ports: 1, remote: g}\n  - {name: b, ports: 1, remote: g}\n";
    RuleFile file = parse(HEAD + "groups: {g: 10.0.0.1/8}\nrules:\n" + rules);
    assertEquals(1, file.diagnostics().size());
  }

  @Test
  void showsTheFirstHundredFindings() {
    StringBuilder text = new StringBuilder(HEAD + "rules:\n");
    for (int i = 0; i < 250; i++) {
      text.append("  - {name: r").append(i).append(", ports: 0}\n");
    }
    RuleFile file = parse(text.toString());
    assertEquals(101, file.diagnostics().size());
    assertEquals("and 150 more of this file", messages(file).get(100));
  }

  static Stream<BadRuleFile> textual() {
    return BadRuleFiles.all().filter(bad -> !bad.topic().equals("yaml") || bad.bytes().length > 60);
  }

  /** Line ends of Windows change no position, no message, and no excerpt. */
  @ParameterizedTest
  @MethodSource("textual")
  void readsLineEndsOfWindowsAlike(BadRuleFile bad) {
    String text = new String(bad.bytes(), StandardCharsets.ISO_8859_1);
    if (text.contains("\r")) {
      return;
    }
    byte[] windows = text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        RuleFileParser.parse("f", bad.bytes()).diagnostics(),
        RuleFileParser.parse("f", windows).diagnostics());
  }

  @Test
  void aFileThatIsNotThereIsUnusable(@TempDir Path folder) {
    RuleFile missing = RuleFileParser.read(folder.resolve("none.yaml"));
    assertEquals("there is no file " + folder.resolve("none.yaml"), messages(missing).get(0));
    RuleFile directory = RuleFileParser.read(folder);
    assertEquals(folder + " is a directory", messages(directory).get(0));
    RuleFile nameless = RuleFileParser.read(Path.of(""));
    assertEquals("the name of a rule file is empty", messages(nameless).get(0));
    assertInstanceOf(Unusable.class, directory);
  }

  @Test
  void readsNoMoreThanTheLimit(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("long.yaml");
    byte[] bytes = new byte[RuleFileParser.MAX_BYTES + 1];
    Arrays.fill(bytes, (byte) '#');
    Files.write(file, bytes);
    assertEquals(file + " is longer than 8 MiB", messages(RuleFileParser.read(file)).get(0));
  }
}
