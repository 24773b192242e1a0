package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on a real host: what they say, what they end with, what they leave. */
class CommandsIT {
  private static final String[] RULES = {
    ":INPUT ACCEPT [0:0]",
    ":FORWARD ACCEPT [0:0]",
    ":OUTPUT ACCEPT [0:0]",
    "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
    "-A INPUT -i lo -j ACCEPT",
    "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
    "-A INPUT -j DROP",
  };

  @TempDir private Path folder;

  private Run.Setting setting(String variant) {
    return new Run.Setting()
        .runner(new ProcessRunner())
        .variant("-" + variant)
        .runtime(folder.resolve("runtime"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void theMainJobFromPlanToRemove(String variant) throws Exception {
    String[] files = {"config/web.yaml", "config/port-443.yaml", "config/https-alt-office.yaml"};
    try (Lab lab = Lab.create(variant)) {
      for (Family family : Family.values()) {
        lab.load(family, RULES);
      }
      List<String> before = lab.saved(Family.IPV4);
      List<String> before6 = lab.saved(Family.IPV6);

      assertEquals(2, run(lab, variant, "plan", files, "--exit-code").code());
      assertEquals(before, lab.saved(Family.IPV4), "a plan changes nothing");

      Run applied = run(lab, variant, "apply", files, "--yes");
      assertEquals(0, applied.code(), applied.err());
      assertTrue(applied.out().contains("Applied, and read again"), applied.out());

      Run again = run(lab, variant, "plan", files, "--exit-code");
      assertEquals(0, again.code(), again.out());
      assertTrue(again.out().contains("Nothing to do"), again.out());

      Run verified = run(lab, variant, "verify", files, "--listen");
      assertEquals(0, verified.code(), verified.out() + verified.err());
      assertTrue(verified.out().contains("from vantage netns"), verified.out());
      assertTrue(verified.out().contains(" 0 failed, 0 untested"), verified.out());

      Run status = run(lab, variant, "status", files, "--exit-code");
      assertEquals(0, status.code(), status.out());
      assertTrue(status.out().contains("The host is as the files say."), status.out());

      Run removed = run(lab, variant, "remove", files, "--yes");
      assertEquals(0, removed.code(), removed.err());
      assertEquals(before, lab.saved(Family.IPV4));
      assertEquals(before6, lab.saved(Family.IPV6));

      Run empty = run(lab, variant, "status", new String[0]);
      assertTrue(empty.out().contains("Durward owns nothing on this host."), empty.out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void asksAndTakesNoForAnAnswer(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      for (Family family : Family.values()) {
        lab.load(family, RULES);
      }
      List<String> before = lab.saved(Family.IPV4);
      String[] files = {"config/web.yaml"};

      Run nobody = run(lab, variant, "apply", files);
      assertEquals(64, nobody.code());
      assertTrue(nobody.err().contains("add --yes"), nobody.err());

      Run no = lab.host(() -> setting(variant).answering("n\n").run("apply", files[0]));
      assertEquals(6, no.code());
      assertTrue(no.err().contains("the host is as before"), no.err());
      assertEquals(before, lab.saved(Family.IPV4));

      Run yes = lab.host(() -> setting(variant).answering("y\n").run("apply", files[0]));
      assertEquals(0, yes.code(), yes.err());
      assertTrue(lab.saved(Family.IPV4).size() > before.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void tellsDriftFromWhatIsWritten(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      String[] files = {"config/web.yaml"};
      assertEquals(0, run(lab, variant, "apply", files, "--yes").code());
      lab.onHost(lab.program(Family.IPV6), "-D", "DURWARD-IN-ALLOW", "1");
      Run status = run(lab, variant, "status", files, "--exit-code", "--output", "json");
      assertEquals(2, status.code(), status.err());
      var json = new ObjectMapper().readTree(status.out());
      assertEquals("durward.status/1", json.get("format").asText());
      assertTrue(json.get("differs").asBoolean());
      assertEquals("replace", json.at("/plan/changes/0/action").asText());
      Run mended = run(lab, variant, "apply", files, "--yes", "--output", "json");
      assertEquals("applied", new ObjectMapper().readTree(mended.out()).get("result").asText());
      assertEquals(0, run(lab, variant, "status", files, "--exit-code").code());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aProbeThatDisagreesIsSaid(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      for (Family family : Family.values()) {
        lab.load(family, RULES);
      }
      // Never applied: the host still drops what the file allows.
      Run verified =
          run(lab, variant, "verify", new String[] {"config/web.yaml"}, "--listen", "--timeout=1");
      assertEquals(3, verified.code(), verified.out());
      assertTrue(verified.out().contains("FAIL     filtered"), verified.out());
      Run self = run(lab, variant, "verify", new String[] {"config/web.yaml"}, "--vantage=self");
      assertEquals(3, self.code(), self.out());
      assertTrue(!self.out().contains(" open "), self.out());
    }
  }

  @Test
  void aVerificationIsWrittenToFilesToo() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      Path page = folder.resolve("a.html");
      Path junit = folder.resolve("a.xml");
      Path metrics = folder.resolve("a.prom");
      String[] rules = {"config/web.yaml"};
      Run all =
          run(
              lab,
              "nft",
              "verify",
              rules,
              "--vantage=self",
              "--report=" + page,
              "--junit=" + junit,
              "--prometheus=" + metrics);
      assertEquals(3, all.code(), all.err());
      assertTrue(Files.readString(page).contains("<bdi>HTTPS</bdi>"));
      assertTrue(Files.readString(junit).contains("classname=\"web/HTTPS\""));
      assertTrue(Files.readString(metrics).contains("durward_probe_success{policy=\"web\""));
      String nowhere = folder.resolve("missing/a.xml").toString();
      Run lost = run(lab, "nft", "verify", rules, "--vantage=self", "--junit", nowhere);
      assertEquals(1, lost.code(), lost.err());
      assertTrue(lost.err().contains(nowhere + " could not be written"), lost.err());
      assertTrue(lost.out().contains("from vantage self"), "the result is told all the same");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void doctorSaysWhatTheHostHas(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.load(Family.IPV4, ":f2b-sshd - [0:0]", "-A f2b-sshd -j RETURN");
      Run doctor = run(lab, variant, "doctor", new String[0]);
      assertEquals(0, doctor.code(), doctor.out());
      assertTrue(doctor.out().contains(variant.equals("nft") ? "(nf_tables)" : "(legacy)"));
      assertTrue(doctor.out().contains("fail2ban"), doctor.out());
      lab.load(Family.IPV4, ":INPUT_ZONES - [0:0]", "-A INPUT -j INPUT_ZONES");
      Run firewalld = run(lab, variant, "apply", new String[] {"config/web.yaml"}, "--yes");
      assertEquals(5, firewalld.code(), firewalld.err());
      assertTrue(firewalld.err().contains("firewalld"), firewalld.err());
    }
  }

  @Test
  void doctorSaysWhichRulesDoNothingAndWhichPortsOneFamilyForgot() throws Exception {
    String rules =
        """
        version: 1
        policy: checked
        rules:
          - {name: web, ports: [80, 443]}
          - {name: again, ports: 443}
          - {name: smb, ports: 445}
        """;
    try (Lab lab = Lab.create("nft")) {
      lab.load(Family.IPV4, ":INPUT DROP [0:0]", "-A INPUT -p tcp -m tcp --dport 445 -j DROP");
      lab.load(Family.IPV6, ":INPUT DROP [0:0]", "-A INPUT -p tcp -m tcp --dport 25 -j ACCEPT");
      String file = Files.writeString(folder.resolve("checked.yaml"), rules).toString();
      Run apply = run(lab, "nft", "apply", new String[] {file}, "--yes");
      assertEquals(0, apply.code(), apply.err());
      assertTrue(
          apply.err().contains(file + ":6:24: warning: `smb` opens 445/tcp, which stays shut"),
          apply.err());
      Run doctor = run(lab, "nft", "doctor", new String[0]);
      String said = doctor.out().replaceAll("\\s+", " ");
      assertTrue(
          said.contains("`checked/again` says nothing that is not said by `checked/web`"), said);
      assertTrue(said.contains("`smb` opens 445/tcp, which stays shut (over IPv4)"), said);
      assertTrue(said.contains("25/tcp is open over IPv6 and shut over IPv4"), said);
      assertFalse(said.contains("80/tcp is open over"), said);
    }
  }

  private Run run(Lab lab, String variant, String command, String[] files, String... options)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of(files));
    words.addAll(List.of(options));
    return lab.host(() -> setting(variant).run(words.toArray(String[]::new)));
  }
}
