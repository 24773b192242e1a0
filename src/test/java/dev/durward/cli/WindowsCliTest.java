package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.host.WindowsHost;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Journal;
import dev.durward.journal.LocalDisk;
import dev.durward.model.IpAddress;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.platform.netsh.translation.Variables;
import dev.durward.probe.Endpoint;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import dev.durward.probe.Transport;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user of Windows sees; what changes anything is tried on the model and under Wine. */
class WindowsCliTest {
  private static final String RULES_KEY = FirewallPolicy.LOCAL + "\\FirewallRules";
  private static final String SHUT =
      "v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=80|Name=No web|";
  private static final String EXPORT =
      "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\"
          + RULES_KEY
          + "]\r\n\"{1}\"=\""
          + SHUT
          + "\"\r\n";
  private static final CommandRunner NOTHING_RUNS =
      command -> {
        throw new AssertionError("no command may be run here: " + command.line());
      };

  private static final ListenerTable LISTENERS =
      new ListenerTable(
          Optional.of(
              Set.of(
                  new Listener(
                      Transport.TCP, new Endpoint(IpAddress.parse("0.0.0.0").orElseThrow(), 80)))),
          listener -> Optional.of("nginx.exe (pid 812)"));

  @TempDir private Path folder;

  private static Run.Setting windows(boolean elevated, Registry registry) {
    return new Run.Setting()
        .host(
            new WindowsHost(
                NOTHING_RUNS,
                registry,
                () -> elevated,
                () -> LISTENERS,
                Variables.USUAL,
                List::of,
                Run.NO_ROUTERS,
                Path.of("/nonexistent/durward"),
                new Journal(Path.of("/nonexistent/durward"), new LocalDisk()),
                "tester",
                LocalDate.of(2026, 6, 1)));
  }

  private static Registry registry(Map<String, String> rules) {
    return path ->
        path.equals(RULES_KEY) ? Optional.of(Registry.Key.of(rules, Map.of())) : Optional.empty();
  }

  private String export(Charset charset) throws IOException {
    String mark = charset.equals(StandardCharsets.UTF_16LE) ? "\uFEFF" : "";
    return Files.writeString(folder.resolve(charset.name()), mark + EXPORT, charset).toString();
  }

  @Test
  void onlyAnElevatedProcessChangesAnything() {
    Run run = windows(false, registry(Map.of())).run("apply", "--yes", "config/web.yaml");
    assertEquals(5, run.code());
    assertTrue(run.err().contains("not elevated"), run.err());
    assertTrue(run.err().contains("Run as administrator"), run.err());
  }

  @Test
  void anyProcessMayLook() {
    Run run = windows(false, registry(Map.of("{1}", SHUT))).run("plan", "config/web.yaml");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("+ HTTPS"), run.out());
    assertTrue(
        run.err().contains("the rule \"No web\" blocks all of what \"HTTP\" allows"), run.err());
  }

  @Test
  void aRegistryWithoutTheFirewallIsNoEmptyHost() {
    Run run = windows(true, path -> Optional.empty()).run("plan", "config/web.yaml");
    assertEquals(5, run.code());
    assertTrue(run.err().contains("there is no key HKEY_LOCAL_MACHINE"), run.err());
  }

  @Test
  void exportsArePlannedAgainstOnAnySystem() throws IOException {
    for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE}) {
      Run run = Run.offline("plan", "--from", export(charset), "--script", "config/web.yaml");
      assertEquals(0, run.code(), run.err());
      assertTrue(
          run.out()
              .contains(
                  "advfirewall firewall add rule name=\"HTTP [durward:web]\" dir=in action=allow"),
          run.out());
      assertFalse(run.out().contains("iptables"));
    }
  }

  @Test
  void exportsThatAreNotWholeAreRefused() throws IOException {
    Path file = folder.resolve("cut.reg");
    Files.writeString(file, EXPORT.substring(0, EXPORT.length() - 9));
    Run run = Run.offline("plan", "--from", file.toString(), "config/web.yaml");
    assertEquals(5, run.code());
    assertTrue(run.err().contains("line 4"), run.err());
    Run mixed =
        Run.offline(
            "plan", "--from", export(StandardCharsets.UTF_8), "--from6", "x", "config/web.yaml");
    assertEquals(5, mixed.code());
    assertTrue(mixed.err().contains("--from6 of ip6tables"), mixed.err());
  }

  @Test
  void theSeedsRecipeIsRefusedOnLinuxWhereItCantBeKept() throws IOException {
    String recipe =
        Files.readString(Path.of("config/windows-port-443.yaml"))
            .replace("    platforms: windows\n    ports: 8443\n", "    ports: 8443\n");
    String file = Files.writeString(folder.resolve("recipe.yaml"), recipe).toString();
    Run run = Run.offline("plan", "--from", "/dev/null", file);
    assertEquals(4, run.code());
    assertTrue(run.err().contains("recipe.yaml:14:24: error: iptables can't hold"), run.err());
    Run portable = Run.offline("plan", "--from", "/dev/null", "config/windows-port-443.yaml");
    assertEquals(0, portable.code(), portable.err());
    assertTrue(portable.out().contains("+ Port 443 rule"));
    assertFalse(portable.out().contains("Tomcat"));
    assertTrue(portable.err().contains("`profiles` has no effect on Linux"), portable.err());
  }

  @Test
  void doctorSaysWhatIsMissing() {
    Run run = windows(false, registry(Map.of("{1}", SHUT))).run("doctor");
    assertEquals(5, run.code());
    assertTrue(run.out().contains("elevation"), run.out());
    assertTrue(run.out().contains("1 local ones, 0 of them Durward's"), run.out());
  }

  @Test
  void verifyLooksUpWhatListens() {
    Run run = windows(true, registry(Map.of())).run("verify", "config/web.yaml");
    assertEquals(3, run.code(), run.err());
    assertTrue(
        run.out().startsWith("from vantage self: Windows has no network namespaces"), run.out());
    assertTrue(run.out().contains("nginx.exe (pid 812) listens there; the firewall"), run.out());
    Run allowed =
        windows(true, registry(Map.of())).run("verify", "config/web.yaml", "--allow-untested");
    assertEquals(0, allowed.code(), allowed.err());
  }

  @Test
  void verifySaysWhichVantagesWindowsHasNot() {
    for (String vantage : new String[] {"netns", "ssh:far"}) {
      Run run =
          windows(true, registry(Map.of())).run("verify", "config/web.yaml", "--vantage", vantage);
      assertEquals(5, run.code());
      assertTrue(run.err().contains("verify --target"), run.err());
    }
  }
}
