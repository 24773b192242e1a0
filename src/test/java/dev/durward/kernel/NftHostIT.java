package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a host whose firewall is native nftables. */
class NftHostIT {
  /** A host that has no iptables at all. */
  private static final String NO_IPTABLES = "-absent";

  @TempDir private Path folder;

  private Lab lab;
  private Nft nft;

  @BeforeEach
  void open() throws Exception {
    lab = Lab.create("nft");
    nft = new Nft(lab);
    nft.run(Nft.DROPPING);
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  private Run run(String variant, String... arguments) throws IOException, InterruptedException {
    Run.Setting setting =
        new Run.Setting()
            .runner(new ProcessRunner())
            .variant(variant)
            .runtime(folder.resolve("runtime"));
    return lab.host(() -> setting.run(arguments));
  }

  private String rules(String... lines) throws IOException {
    String text = "version: 1\npolicy: web\nrules:\n  " + String.join("\n  ", lines) + "\n";
    return Files.writeString(folder.resolve("rules.yaml"), text).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-nft", "-legacy", NO_IPTABLES})
  void itIsDrivenByAllCommands(String variant) throws Exception {
    String file =
        rules(
            "- {name: web, ports: [443, 8443], linux: {limit: 50/second, interfaces: [eth+]}}",
            "- {name: old, action: block, ports: 22}");
    String before = nft.listed();
    Run doctor = run(variant, "doctor");
    assertTrue(doctor.out().contains("kept by       nftables: "), doctor.out());
    assertTrue(doctor.out().contains("nft flush ruleset"), doctor.out());
    Run plan = run(variant, "plan", file, "--script", "--exit-code");
    assertEquals(2, plan.code(), plan.err());
    assertTrue(
        plan.out()
            .contains(
                "\nadd rule inet durward in-block-ipv6 tcp dport 22 counter drop comment"
                    + " \"durward:web/old\"\n"),
        plan.out());
    assertEquals(before, nft.listed(), "a plan changes nothing");

    Run applied = run(variant, "apply", file, "--yes");
    assertEquals(0, applied.code(), applied.err());
    assertEquals(before, nft.foreign());
    Run again = run(variant, "plan", file, "--exit-code");
    assertEquals(0, again.code(), again.out() + again.err());
    Run status = run(variant, "status", file, "--exit-code");
    assertEquals(0, status.code(), status.out());
    assertTrue(status.err().contains("rules are kept by nftables: "), status.err());
    Run verified = run(variant, "verify", file, "--listen");
    assertEquals(0, verified.code(), verified.out() + verified.err());
    assertTrue(verified.out().contains(" 0 failed, 0 untested"), verified.out());
    Run explained = run(variant, "explain", "443");
    assertTrue(explained.out().contains("Durward, web/web"), explained.out());

    assertEquals(0, run(variant, "remove", file, "--yes").code());
    assertEquals(before, nft.listed());
  }

  @Test
  void theExamplesOpenTheirPorts() throws Exception {
    String[] files = {"config/web.yaml", "config/port-443.yaml", "config/https-alt-office.yaml"};
    List<String> words = new ArrayList<>(List.of(files));
    words.addAll(0, List.of("apply", "--yes"));
    Run applied = run("-nft", words.toArray(String[]::new));
    assertEquals(0, applied.code(), applied.err());
    Run verified = run("-nft", "verify", files[0], files[1], files[2], "--listen");
    assertTrue(verified.out().contains(" 0 failed, 0 untested"), verified.out());
  }

  @Test
  void whoeverKeepsRulesAlreadyGoesOn() throws Exception {
    String file = rules("- {name: web, ports: 443}");
    Run forced = run("-nft", "apply", file, "--yes", "--platform", "iptables");
    assertEquals(0, forced.code(), forced.err());
    Run doctor = run("-nft", "doctor");
    assertTrue(
        doctor.out().contains("kept by       iptables: nft inet filter input"), doctor.out());
    Run other = run("-nft", "plan", file, "--platform=nftables");
    assertTrue(other.err().contains("durward remove --platform iptables"), other.err());
    assertEquals(0, run("-nft", "remove", file, "--yes").code());

    assertEquals(0, run("-nft", "apply", file, "--yes").code());
    nft.run("flush chain inet filter input\nadd chain inet filter input { policy accept; }");
    Run mended = run("-nft", "apply", file, "--yes");
    assertEquals(0, mended.code(), mended.err());
    assertFalse(nft.listed().contains("durward-in-allow"), "nothing refuses there any more");
    assertEquals(0, run("-nft", "plan", file, "--exit-code").code());
  }

  @Test
  void aHostWhoseTablesRefuseNothingIsLeftToIptables() throws Exception {
    nft.run(
        "flush ruleset\ntable inet nat { chain in { type filter hook input priority 0;\n }\n}\n");
    Run doctor = run("-nft", "doctor");
    assertTrue(doctor.out().contains("kept by       iptables: "), doctor.out());
    assertEquals(
        5, run(NO_IPTABLES, "plan", rules("- {name: a, ports: 1}"), "--platform=iptables").code());
  }

  /** Names that would end a comment, a line or a word of nft's, were they not held together. */
  @Test
  void namesStayNames() throws Exception {
    lab.listen(443, 444);
    String file =
        rules(
            "- {name: 'a; drop # {x} $y \\', ports: 443, linux: {log: true}}",
            "- {name: \"counter packets 1 bytes 2 comment é\", ports: 444}",
            "- {name: '" + "long ".repeat(30) + "x', ports: 445}");
    String before = nft.listed();
    Run applied = run("-nft", "apply", file, "--yes");
    assertEquals(0, applied.code(), applied.err());
    assertEquals(0, run("-nft", "plan", file, "--exit-code").code());
    new Sights().in(0, 443, OPEN).in(0, 444, OPEN).in(2, 443, SILENT).check(lab, "names");
    assertEquals(0, run("-nft", "remove", file, "--yes").code());
    assertEquals(before, nft.listed());
  }

  @Test
  void whatNftCantSayIsRefused() throws Exception {
    Run plan = run("-nft", "plan", rules("- {name: a, ports: 1, linux: {interfaces: ['e*']}}"));
    assertEquals(4, plan.code(), plan.out());
    assertTrue(plan.err().contains("rules.yaml:4:"), plan.err());
  }
}
