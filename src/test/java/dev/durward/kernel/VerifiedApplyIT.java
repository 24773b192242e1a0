package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.durward.cli.Run;
import dev.durward.exec.Command;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code apply --verify}: what is proved stays, and what is disproved is taken back. */
class VerifiedApplyIT {
  private static final ProcessRunner ROAD = new ProcessRunner();
  private static final String DROP = "-A INPUT -p tcp -m tcp --dport 443 -j DROP";
  private static final String HTTPS = "- {name: HTTPS, ports: 443}";
  private static final String MORE = "- {name: More, ports: 8443}";

  @TempDir private Path folder;

  private String file(String policy, String... rules) throws IOException {
    Path file = folder.resolve(policy + ".yaml");
    String text = "version: 1\npolicy: " + policy + "\nrules:\n";
    return Files.writeString(file, text + String.join("\n", rules) + "\n").toString();
  }

  private Run apply(Lab lab, String variant, CommandRunner runner, String... words)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("apply", "--yes"));
    all.addAll(List.of(words));
    return lab.host(
        () ->
            new Run.Setting()
                .runner(runner)
                .variant("-" + variant)
                .runtime(folder.resolve("runtime"))
                .run(all.toArray(String[]::new)));
  }

  private Run verified(Lab lab, String variant, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("--verify", "--listen", "--timeout=1"));
    all.addAll(List.of(words));
    return apply(lab, variant, ROAD, all.toArray(String[]::new));
  }

  private static void load(Lab lab, Family family, String... first) throws Exception {
    List<String> lines =
        new ArrayList<>(List.of(":INPUT ACCEPT [0:0]", ":FORWARD DROP [0:0]", ":ban - [0:0]"));
    lines.addAll(List.of(first));
    lines.add("-A INPUT -i lo -j ACCEPT");
    lines.add("-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT");
    lines.add("-A INPUT -j DROP");
    lab.load(family, lines.toArray(String[]::new));
  }

  /** A host that drops 443 before anything of Durward's, in these families. */
  private static Lab dropping(String variant, Family... families) throws Exception {
    Lab lab = Lab.create(variant);
    for (Family family : Family.values()) {
      load(lab, family, List.of(families).contains(family) ? new String[] {DROP} : new String[0]);
    }
    return lab;
  }

  /** What is on standard output, however its lines are broken. */
  private static String words(Run run) {
    return run.out().replaceAll("\\s+", " ");
  }

  private static Map<Family, List<String>> saved(Lab lab) throws Exception {
    return new Doorward(lab).saved();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatEveryProbeProvesStays(String variant) throws Exception {
    try (Lab lab = dropping(variant)) {
      Run first = verified(lab, variant, file("web", HTTPS));
      assertEquals(0, first.code(), first.out() + first.err());
      assertTrue(first.out().contains("Applied, and read again"), first.out());
      assertTrue(
          first.out().endsWith("The change stands: the host is as written, by every probe.\n"));
      Map<Family, List<String>> after = saved(lab);
      assertTrue(after.get(Family.IPV6).toString().contains("durward:web/HTTPS"));

      Run again = verified(lab, variant, file("web", HTTPS));
      assertEquals(0, again.code(), again.err());
      assertTrue(again.out().contains("Nothing to do"), again.out());
      assertTrue(again.out().contains("2 passed"), "an empty plan is verified too: " + again.out());
      assertEquals(after, saved(lab));
    }
  }

  private void isTakenBack(String variant, Family... families) throws Exception {
    try (Lab lab = dropping(variant, families)) {
      Map<Family, List<String>> before = saved(lab);
      Run run = verified(lab, variant, file("web", HTTPS, MORE));
      assertEquals(6, run.code(), run.out() + run.err());
      assertTrue(run.err().contains("web/HTTPS, tcp "), run.err());
      assertTrue(run.err().contains("meant to be open, but no answer came"), run.err());
      assertTrue(run.err().contains("; the host is as before"), run.err());
      assertFalse(words(run).contains("failed before"), run.out());
      assertEquals(before, saved(lab));

      Run json = verified(lab, variant, file("web", HTTPS, MORE), "--output=json");
      assertEquals(6, json.code(), json.err());
      JsonNode document = new ObjectMapper().readTree(json.out());
      assertEquals("durward.apply/1", document.get("format").asText());
      assertEquals("rolled-back", document.get("result").asText());
      assertTrue(document.get("reason").asText().startsWith("web/HTTPS, tcp "));
      assertEquals(families.length, document.at("/verification/failed").asInt());
      assertEquals(0, document.at("/verification/failedBefore").size());
      assertEquals("add", document.at("/plan/changes/0/action").asText());
      assertEquals(before, saved(lab));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aPortThatSomebodyElseKeepsShutTakesTheChangeBack(String variant) throws Exception {
    isTakenBack(variant, Family.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void soDoesOneThatIsShutInTheSecondFamilyAlone(String variant) throws Exception {
    isTakenBack(variant, Family.IPV6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatFailedBeforeIsToldApart(String variant) throws Exception {
    try (Lab lab = dropping(variant, Family.values())) {
      assertEquals(0, apply(lab, variant, ROAD, file("web", HTTPS)).code());
      Map<Family, List<String>> before = saved(lab);

      Run strict = verified(lab, variant, file("web", HTTPS, MORE), "--strict");
      assertEquals(6, strict.code(), strict.out() + strict.err());
      assertEquals(before, saved(lab));

      Run run = verified(lab, variant, file("web", HTTPS, MORE));
      assertEquals(3, run.code(), run.out() + run.err());
      assertTrue(words(run).contains("it failed before the change too"), run.out());
      assertTrue(run.out().contains("The change stands: 2 of the probes failed"), run.out());
      assertTrue(saved(lab).get(Family.IPV4).toString().contains("durward:web/More"));

      Run same = verified(lab, variant, file("web", HTTPS, MORE), "--output=json", "--strict");
      assertEquals(3, same.code(), same.err());
      JsonNode document = new ObjectMapper().readTree(same.out());
      assertEquals("unchanged", document.get("result").asText());
      assertEquals(2, document.at("/verification/failedBefore").size());
    }
  }

  @Test
  void aServiceThatIsNotAsExpectedTakesTheChangeBack() throws Exception {
    String rule =
        "- {name: TLS, ports: 8443, families: ipv4, verify: {tls: {min-version: TLSv1.2}}}";
    try (Lab lab = dropping("nft")) {
      Map<Family, List<String>> before = saved(lab);
      HttpServer plain =
          lab.host(
              () -> {
                HttpServer server = HttpServer.create(new InetSocketAddress("::", 8443), 0);
                server.start();
                return server;
              });
      try {
        Run run = verified(lab, "nft", file("web", rule));
        assertEquals(6, run.code(), run.out() + run.err());
        assertTrue(run.err().contains("web/TLS, tls at 10.77.0.1:8443"), run.err());
        assertEquals(before, saved(lab));

        // Open all the same: then the service is at fault, and was before.
        load(lab, Family.IPV4, "-A INPUT -p tcp -m tcp --dport 8443 -j ACCEPT");
        Run innocent = verified(lab, "nft", file("web", rule));
        assertEquals(3, innocent.code(), innocent.out() + innocent.err());
        assertTrue(words(innocent).contains("it failed before the change too"), innocent.out());
      } finally {
        plain.stop(0);
      }
    }
  }

  @Test
  void whatCantBeToldStaysAndIsSaid() throws Exception {
    String rule = "- {name: ping, protocol: icmp}";
    try (Lab lab = dropping("nft")) {
      Run run = verified(lab, "nft", file("web", HTTPS, rule));
      assertEquals(3, run.code(), run.out() + run.err());
      assertTrue(run.out().contains("The change stands: 1 could not be told"), run.out());
      assertTrue(saved(lab).get(Family.IPV4).toString().contains("durward:web/ping"));
      assertEquals(0, verified(lab, "nft", file("web", rule), "--allow-untested").code());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void namesTheRuleOfAnotherPolicyThatTheProbeMet(String variant) throws Exception {
    try (Lab lab = dropping(variant)) {
      String base = file("base", "- {name: no https, action: block, ports: 443}");
      assertEquals(0, apply(lab, variant, ROAD, base).code());
      Run run = verified(lab, variant, file("web", HTTPS), "--output=json");
      assertEquals(6, run.code(), run.out() + run.err());
      JsonNode document = new ObjectMapper().readTree(run.out());
      assertTrue(document.get("reason").asText().contains("the probe met base/no https"));
      for (JsonNode result : document.at("/verification/results")) {
        assertEquals("no https", result.at("/countedBy/0/rule").asText(), result.toString());
        assertEquals(1, result.get("countedBy").size());
      }
      Run nobody = apply(lab, variant, ROAD, "--verify", file("web", MORE));
      assertEquals(0, nobody.code(), nobody.out() + nobody.err());
      assertTrue(nobody.out().contains("counted by web/More"), nobody.out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void saysHowToPutItBackWhenThatFails(String variant) throws Exception {
    try (Lab lab = dropping(variant, Family.values())) {
      Map<Family, List<String>> before = saved(lab);
      AtomicInteger restores = new AtomicInteger();
      Detour failing =
          new Detour(
              ROAD,
              command ->
                  Detour.restore(Family.IPV4).or(Detour.restore(Family.IPV6)).test(command)
                      && restores.getAndIncrement() > 1,
              command -> Detour.failed());
      Run run = apply(lab, variant, failing, "--verify", "--timeout=1", file("web", HTTPS));
      assertEquals(7, run.code(), run.out() + run.err());
      String err = run.err();
      assertTrue(err.contains("meant to be open") && err.contains("refused by the test"), err);
      int from = err.indexOf("these commands put it back:\n");
      String commands = err.substring(err.indexOf('\n', from) + 1);
      Command shell = Command.of("/bin/sh", "-e").withInput(commands);
      assertEquals(0, lab.host(() -> ROAD.run(shell)).exit(), commands);
      assertEquals(before, saved(lab), "put back by hand");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void putsBackWhatOthersChangedWhileItProbed(String variant) throws Exception {
    try (Lab lab = dropping(variant, Family.values())) {
      assertEquals(0, apply(lab, variant, ROAD, file("web", MORE)).code());
      Map<Family, List<String>> before = saved(lab);
      AtomicInteger restores = new AtomicInteger();
      // The first undo meets a host on which somebody has taken the rule away already.
      CommandRunner late =
          command -> {
            if (restores.incrementAndGet() == 3) {
              ROAD.run(Command.of(lab.program(Family.IPV6), "-F", "DURWARD-IN-ALLOW"));
            }
            return ROAD.run(command);
          };
      Detour meddled =
          new Detour(ROAD, Detour.restore(Family.IPV4).or(Detour.restore(Family.IPV6)), late);
      Run run = apply(lab, variant, meddled, "--verify", "--timeout=1", file("web", HTTPS, MORE));
      assertEquals(6, run.code(), run.out() + run.err());
      assertEquals(before, saved(lab));
    }
  }

  @Test
  void reportsTellWhatWasTakenBackAndMetricsWhatIs() throws Exception {
    try (Lab lab = dropping("nft", Family.values())) {
      Path page = folder.resolve("a.html");
      Path metrics = folder.resolve("a.prom");
      Run run =
          verified(
              lab, "nft", file("web", HTTPS, MORE), "--report=" + page, "--prometheus=" + metrics);
      assertEquals(6, run.code(), run.out() + run.err());
      assertTrue(Files.readString(page).contains("it was taken back"));
      String more =
          Files.readAllLines(metrics).stream()
              .filter(line -> line.startsWith("durward_probe_success{"))
              .filter(line -> line.contains("More"))
              .findFirst()
              .orElseThrow();
      assertTrue(more.endsWith(" 0"), "8443 is shut again: " + more);
    }
  }
}
