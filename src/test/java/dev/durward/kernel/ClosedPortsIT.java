package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify --closed}: the ports next to allowed ones, behind every kind of refusal. */
class ClosedPortsIT {
  private static final String RULES =
      """
      version: 1
      policy: web
      rules:
        - {name: A, ports: 444-445, protocol: [tcp, udp]}
        - {name: B, ports: 446}
        - {name: C, ports: 450, action: block}
      """;

  @TempDir private Path folder;

  private String rules() throws Exception {
    return Files.writeString(folder.resolve("rules.yaml"), RULES).toString();
  }

  private static void load(Lab lab, String end) throws Exception {
    for (Family family : Family.values()) {
      boolean four = family == Family.IPV4;
      lab.load(
          family,
          ":INPUT ACCEPT [0:0]",
          "-A INPUT -i lo -j ACCEPT",
          "-A INPUT -p " + (four ? "icmp" : "ipv6-icmp") + " -j ACCEPT",
          "-A INPUT -p tcp --dport 450 -j DROP",
          "-A INPUT -p tcp --dport 444:446 -j ACCEPT",
          "-A INPUT -p udp --dport 444:445 -j ACCEPT",
          end.replace("icmp-", four ? "icmp-" : "icmp6-")
              .replace("host-", four ? "host-" : "adm-"));
    }
  }

  private Verified verify(Lab lab) throws Exception {
    return Verified.on(lab, folder, rules(), "--closed", "--listen");
  }

  private static List<String> closed(Verified verified) throws Exception {
    return verified.lines(result -> result.get("expected").asText().equals("closed"));
  }

  private static List<String> expected(String tcp, String udp) {
    List<String> lines = new ArrayList<>();
    String next = ", next to an allowed port: ";
    for (String host : List.of("10.77.0.1", "[fd77::1]")) {
      lines.add("A tcp " + host + ":443" + next + tcp);
    }
    for (String host : List.of("10.77.0.1", "[fd77::1]")) {
      lines.add("A udp " + host + ":443" + next + udp);
      lines.add("A udp " + host + ":446" + next + udp);
    }
    for (String host : List.of("10.77.0.1", "[fd77::1]")) {
      lines.add("B tcp " + host + ":447" + next + tcp);
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({
    "-A INPUT -j DROP, filtered passed, no-answer passed, 0",
    "-A INPUT -j REJECT --reject-with icmp-port-unreachable, refused passed, refused passed, 0",
    "-A INPUT -p tcp -j REJECT --reject-with tcp-reset, refused passed, answered failed, 3",
    "-A INPUT -j REJECT --reject-with icmp-host-prohibited, rejected passed, rejected passed, 0",
    "-A INPUT -j ACCEPT, open failed, answered failed, 3",
    "-A INPUT -p tcp --dport 1000 -j ACCEPT, open failed, answered failed, 3",
  })
  void tellsWhatIsShutFromWhatIsFree(String end, String tcp, String udp, int code)
      throws Exception {
    try (Lab lab = Lab.create("nft")) {
      load(lab, end);
      Verified verified = verify(lab);
      assertEquals(words(expected(tcp, udp)), closed(verified), verified.run().toString());
      assertEquals(code, verified.run().code(), verified.run().toString());
      List<String> others =
          verified.lines(result -> !result.get("expected").asText().equals("closed"));
      assertTrue(others.stream().allMatch(line -> line.endsWith(" pass")), others::toString);
    }
  }

  private static List<String> words(List<String> lines) {
    return lines.stream()
        .map(line -> line.replace(" passed", " pass").replace(" failed", " fail"))
        .toList();
  }

  @Test
  void doesNotTakeASilentServiceForAShutPort() throws Exception {
    try (Lab lab = Lab.create("nft");
        Responders servers = new Responders()) {
      load(lab, "-A INPUT -j ACCEPT");
      lab.host(
          () -> {
            servers.open("10.77.0.1", 446, Responders::silent);
            return servers;
          });
      Verified verified = verify(lab);
      String line = "A udp 10.77.0.1:446, next to an allowed port: no-answer untested";
      assertTrue(closed(verified).contains(line), verified.run().out());
      assertTrue(verified.run().out().contains("is the service silent?"), verified.run().out());
    }
  }

  @Test
  void listensOnThemUnasked() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      load(lab, "-A INPUT -j REJECT");
      Verified verified = Verified.on(lab, folder, rules(), "--closed");
      assertEquals(words(expected("refused passed", "refused passed")), closed(verified));
      Verified without = Verified.on(lab, folder, rules());
      assertEquals(List.of(), closed(without));
    }
  }

  @Test
  void provesNothingFromTheHostItself() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      load(lab, "-A INPUT -j DROP");
      Verified verified = Verified.on(lab, folder, rules(), "--closed", "--vantage=self");
      List<String> seen = closed(verified);
      assertEquals(8, seen.size());
      assertTrue(
          seen.stream().allMatch(line -> line.endsWith("listening untested")), seen::toString);
      assertTrue(verified.run().out().contains("only a listener of this run waits there"));
    }
  }

  /** Where targets of IPv6 are addresses that the host gets only when it is probed. */
  @Test
  void listensInBothFamiliesOnAHostWithAddressesOfOne() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      load(lab, "-A INPUT -j REJECT");
      for (int cable = 0; cable < Lab.CABLES; cable++) {
        lab.onHost(
            "/sbin/ip", "-6", "addr", "flush", "dev", Lab.hostInterface(cable), "scope", "global");
      }
      Verified verified = verify(lab);
      assertEquals(0, verified.run().code(), verified.run().toString());
      assertEquals(0, verified.json().get("notes").size(), verified.run().toString());
    }
  }
}
