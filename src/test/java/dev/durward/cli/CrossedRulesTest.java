package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan} says of rules whose ports others keep shut, or open. */
class CrossedRulesTest {
  private static final String RULES =
      """
      version: 1
      policy: web
      rules:
        - name: web
          ports: [80, 443]
        - {name: office, ports: 8443, remote: 198.51.100.7}
        - {name: no 8080, action: block, ports: 8080}
      """;

  @TempDir private Path folder;

  /** Warnings and notes of a plan with a place in the rule file, without the source line. */
  private List<String> said(String rules, String dump, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.yaml"), rules);
    Path host = Files.writeString(folder.resolve("host"), dump);
    List<String> words =
        new ArrayList<>(List.of("plan", file.toString(), "--from", host.toString()));
    words.addAll(List.of(more));
    Run run = Run.offline(words.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return run.err()
        .lines()
        .filter(line -> line.startsWith(folder.toString()) || line.startsWith("  try: "))
        .map(line -> line.replace(folder + "/", ""))
        .toList();
  }

  private static String filter(String policy, List<String> rules) {
    return "*filter\n:INPUT "
        + policy
        + " [0:0]\n:OUTPUT ACCEPT [0:0]\n"
        + String.join("\n", rules)
        + "\nCOMMIT\n";
  }

  @Test
  void aLineThatKeepsAnAllowedPortShutIsNamed() throws IOException {
    assertEquals(
        List.of(
            "rules.yaml:5:12: warning: `web` opens 443/tcp, which stays shut (over IPv4): iptables"
                + " INPUT rule 1 (line 4), -p tcp -m tcp --dport 443 -j DROP",
            "  try: if nobody needs it, take it away: iptables -D INPUT -p tcp -m tcp --dport 443"
                + " -j DROP"),
        said(RULES, filter("DROP", List.of("-A INPUT -p tcp -m tcp --dport 443 -j DROP"))));
  }

  @Test
  void ufwIsUndoneThroughUfw() throws IOException {
    String dump =
        filter(
            "DROP",
            List.of(
                ":ufw-user-input - [0:0]",
                "-A INPUT -j ufw-user-input",
                "-A ufw-user-input -s 198.51.100.0/24 -j DROP"));
    assertEquals(
        List.of(
            "rules.yaml:6:27: warning: `office` opens 8443/tcp, which stays shut (for"
                + " 198.51.100.7): iptables ufw-user-input rule 1 (line 6), ufw's, -s"
                + " 198.51.100.0/24 -j DROP",
            "  try: ufw status numbered, then ufw delete NUMBER"),
        said(RULES, dump));
  }

  @Test
  void whatMostMayNotIsSaidAndItsLinesAreCounted() throws IOException {
    assertEquals(
        "rules.yaml:5:12: warning: `web` opens 80,443/tcp, which stays shut (for most addresses;"
            + " over IPv4): iptables INPUT rule 1 (line 4), ! -s 10.0.0.0/8 -p tcp -m tcp --dport"
            + " 443 -j DROP; and 1 more line",
        said(
                RULES,
                filter(
                    "DROP",
                    List.of(
                        "-A INPUT ! -s 10.0.0.0/8 -p tcp -m tcp --dport 443 -j DROP",
                        "-A INPUT ! -s 10.0.0.0/8 -p tcp -m tcp --dport 80 -j DROP")))
            .get(0));
  }

  /** Bans are meant to stay in force; two halves of all addresses are no bans. */
  @Test
  void thousandsOfBansAreNoWarningAndManyThatShutAllAreOne() throws IOException {
    List<String> bans =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "-A INPUT -s 203.0." + i / 250 + "." + i % 250 + "/32 -j DROP")
            .toList();
    assertEquals(List.of(), said(RULES, filter("DROP", bans)));
    List<String> all = new ArrayList<>(bans.subList(0, 310));
    all.add("-A INPUT -s 0.0.0.0/1 -p tcp -m tcp --dport 80 -j DROP");
    all.add("-A INPUT -s 128.0.0.0/1 -p tcp -m tcp --dport 80 -j DROP");
    List<String> said = said(RULES, filter("DROP", all));
    assertEquals(2, said.size(), said.toString());
    assertTrue(said.get(0).contains("opens 80/tcp, which stays shut (over IPv4)"), said.get(0));
    assertTrue(said.get(0).endsWith("; and 311 more lines"), said.get(0));
  }

  @Test
  void whatTurnsOnARateIsAMayAndToldOnce() throws IOException {
    List<String> recent =
        List.of("-A INPUT -p tcp -m recent --update --seconds 60 --hitcount 4 -j DROP");
    assertEquals(
        "rules.yaml:5:12: note: `web` and `office` open ports, which may stay shut at times (over"
            + " IPv4), by -m recent --update --seconds 60 --hitcount 4: iptables INPUT rule 1 (line"
            + " 4), -p tcp -m recent --update --seconds 60 --hitcount 4 -j DROP",
        said(RULES, filter("DROP", recent)).get(0));
  }

  @Test
  void aPortThatDockerPublishesIsNotShutByABlock() throws IOException {
    String dump =
        filter("ACCEPT", List.of())
            + "*nat\n:PREROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n"
            + "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n"
            + "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination"
            + " 172.17.0.2:80\nCOMMIT\n";
    assertEquals(
        List.of(
            "rules.yaml:7:43: warning: `no 8080` shuts 8080/tcp, which stays open, since its"
                + " packets are led to 172.17.0.2:80 before (not on docker0; over IPv4): iptables"
                + " nat DOCKER rule 1 (line 10), Docker's, ! -i docker0 -p tcp -m tcp --dport 8080"
                + " -j DNAT --to-destination 172.17.0.2:80",
            "  try: keep who may come in chain DOCKER-USER, or publish the port on one address of"
                + " this host (docker run -p ADDRESS:PORT:PORT)"),
        said(RULES, dump));
  }

  /** A redirected packet comes to INPUT with its new port, which other rules are about. */
  @Test
  void aRedirectedPortIsWhatItsNewPortIs() throws IOException {
    String dump =
        filter("DROP", List.of("-A INPUT -p tcp -m tcp --dport 9090 -j ACCEPT"))
            + "*nat\n:PREROUTING ACCEPT [0:0]\n"
            + "-A PREROUTING -p tcp -m tcp --dport 8080 -j REDIRECT --to-ports 9090\n"
            + "-A PREROUTING -p tcp -m tcp --dport 443 -j REDIRECT --to-ports 9091\n"
            + "-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 9090\nCOMMIT\n";
    List<String> said = said(RULES, dump).stream().filter(line -> line.contains(": ")).toList();
    List<String> warnings = said.stream().filter(line -> line.contains("warning")).toList();
    assertEquals(2, warnings.size(), said.toString());
    assertTrue(
        warnings.stream()
            .anyMatch(
                line ->
                    line.contains(
                        "`web` opens 443/tcp, which stays shut, since its packets are led to port"
                            + " 9091 before")),
        said.toString());
    assertTrue(
        warnings.stream()
            .anyMatch(
                line ->
                    line.contains(
                        "`no 8080` shuts 8080/tcp, which stays open, since its packets are led to"
                            + " port 9090 before")),
        said.toString());
  }

  @Test
  void packetsForContainersAreNoneOfThisHosts() throws IOException {
    String dump =
        filter("ACCEPT", List.of())
            + "*raw\n:PREROUTING ACCEPT [0:0]\n"
            + "-A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP\nCOMMIT\n";
    assertEquals(List.of(), said(RULES, dump));
  }

  @Test
  void aPlanOfTooManyRulesSaysThatItDidNotLook() throws IOException {
    StringBuilder many = new StringBuilder("version: 1\npolicy: web\nrules:\n");
    IntStream.range(1, 2_001)
        .forEach(i -> many.append("  - {name: r" + i + ", ports: " + i + "}\n"));
    Path file = Files.writeString(folder.resolve("many.yaml"), many);
    Path host =
        Files.writeString(
            folder.resolve("host"),
            filter("DROP", List.of("-A INPUT -p tcp -m tcp --dport 443 -j DROP")));
    Run run = Run.offline("plan", file.toString(), "--from", host.toString());
    assertTrue(run.err().contains("too many rules to be held against others'"), run.err());
    Path free = Files.writeString(folder.resolve("free"), filter("DROP", List.of()));
    assertEquals("", Run.offline("plan", file.toString(), "--from", free.toString()).err());
  }
}
