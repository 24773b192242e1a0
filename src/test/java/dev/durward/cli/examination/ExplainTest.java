package dev.durward.cli.examination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Dumps;
import dev.durward.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code explain} says of hosts that stand in dumps. */
class ExplainTest {
  private static final String HOST =
      """
      *filter
      :INPUT DROP [0:0]
      :OUTPUT ACCEPT [0:0]
      :f2b-sshd - [0:0]
      :ufw-user-input - [0:0]
      :ufw-user-limit - [0:0]
      -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A INPUT -p tcp -m multiport --dports 22 -j f2b-sshd
      -A INPUT -j ufw-user-input
      -A INPUT -i eth1 -p tcp -m tcp --dport 8443 -j ACCEPT
      -A f2b-sshd -s 203.0.113.7/32 -j REJECT --reject-with icmp-port-unreachable
      -A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT
      -A ufw-user-input -p tcp -m tcp --dport 2222 -j ufw-user-limit
      -A ufw-user-input -p tcp -m multiport --dports 6000:6010,6011 -j ACCEPT
      -A ufw-user-input -p tcp -m tcp --dport 80 -m limit --limit 3/min -j LOG
      -A ufw-user-input -p tcp -m tcp --dport 80 -j DROP
      -A ufw-user-limit -m limit --limit 3/min -j ACCEPT
      COMMIT
      *nat
      :PREROUTING ACCEPT [0:0]
      :DOCKER - [0:0]
      -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
      -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
      COMMIT
      """;

  private static final String OPEN6 = "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n";

  @TempDir private Path folder;

  private Run explain(String dump, String... words) throws IOException {
    return new Dumps(folder).explain(dump, words);
  }

  @Test
  void whatInboundBlockShutsWantsARuleOfItsOwn() throws IOException {
    String end = "-m comment --comment \"durward:web/inbound: block\" -j DROP\n";
    Run run =
        explain(
            "*filter\n:INPUT ACCEPT [0:0]\n:DURWARD-IN-ALLOW - [0:0]\n"
                + "-A INPUT ! -i lo -m comment --comment durward -j DURWARD-IN-ALLOW\n"
                + "-A DURWARD-IN-ALLOW -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN "
                + end
                + "COMMIT\n",
            "8080");
    assertTrue(run.err().contains("own rule web/inbound: block keeps it shut"), run.err());
    assertTrue(run.err().contains("try: have `- {name: NAME, ports: 8080}` in"), run.err());
  }

  @Test
  void tracesEachPartToItsRule() throws IOException {
    Run run = explain(HOST, "ssh");
    assertEquals(
        """
        22/tcp
          allowed but from 203.0.113.7

        ipv4 from all but 203.0.113.7: allowed
            INPUT rule 3 (line 9) [ufw]
              -j ufw-user-input
            ufw-user-input rule 1 (line 12) [ufw]
              -p tcp -m tcp --dport 22 -j ACCEPT

        ipv4 from 203.0.113.7: rejected
          with icmp-port-unreachable
            INPUT rule 2 (line 8) [fail2ban]
              -p tcp -m multiport --dports 22 -j f2b-sshd
            f2b-sshd rule 1 (line 11) [fail2ban]
              -s 203.0.113.7/32 -j REJECT --reject-with icmp-port-unreachable
        """,
        run.out());
    assertTrue(Files.readString(Path.of("README.md")).contains(run.out()), "README.md");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "22 --source 203.0.113.7  | shut for everybody: f2b-sshd rule 1 rejects it",
        "443                      | shut for everybody: the policy of INPUT drops it",
        "443/udp                  | shut for everybody: the policy of INPUT drops it",
        "443 --direction out      | allowed for everybody by the policy of OUTPUT",
        "80                       | shut for everybody: ufw-user-input rule 5 drops it",
        "8443                     | allowed by eth1 alone",
        "8443 --interface eth0    | shut for everybody: the policy of INPUT drops it",
        "2222                     | it depends: allowed where -m limit --limit 3/min, otherwise blocked",
        "8080                     | led to another host; shut by docker0",
      })
  void saysTheVerdictInOneSentence(String words, String verdict) throws IOException {
    Run run = explain(HOST, words.split(" "));
    String[] lines = run.out().split("\n\n", 2)[0].split("\n", 2);
    assertEquals(verdict, lines[1].strip().replaceAll("\\s+", " "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "443  | to open it: ufw allow 443/tcp",
        "8080 | keep who may come in chain DOCKER-USER",
      })
  void namesTheOneThingToDo(String port, String proposal) throws IOException {
    assertTrue(explain(HOST, port).err().contains("  try: " + proposal), port);
  }

  @Test
  void aForgottenFamilyIsNamed() throws IOException {
    Run both = explain(HOST, "443", "--from6", new Dumps(folder).file(OPEN6));
    assertTrue(both.err().contains("443/tcp is shut over IPv4 and allowed over IPv6"), both.err());
    assertTrue(both.out().contains("over IPv4 shut for everybody"), both.out());
    assertFalse(explain(HOST, "443").out().contains("ipv6"), "nothing is known of it");
  }

  @Test
  void showsEveryPortThatIsAllowed() throws IOException {
    assertEquals(
        """
        PORT           LISTENER  IPV4     IPV6  DECIDED BY
        22/tcp         -         some     -     ufw-user-input rule 1 [ufw]
        2222/tcp       -         depends  -     ufw-user-limit rule 1 [ufw]
        6000-6011/tcp  -         allowed  -     ufw-user-input rule 3 [ufw]
        8080/tcp       -         away     -     nat DOCKER rule 1 [Docker]
        8443/tcp       -         some     -     INPUT rule 4
        """,
        explain(HOST, "--all").out());
  }

  @Test
  void theFieldsOfTheJsonAreThese() throws IOException {
    String one = explain(HOST, "22", "--output", "json").out();
    assertTrue(one.startsWith("{\n  \"format\": \"durward.explain/1\",\n"), one);
    assertEquals(
        "access, alike, answers, detail, direction, family, format, interfaces, line, listeners, local,"
            + " notices, owner, port, profiles, protocol, provided, reasons, remote, sourcePorts,"
            + " subject, text, trace, users, verdict, where",
        fields(one));
    String all = explain(HOST, "--all", "--output", "json").out();
    assertTrue(all.startsWith("{\n  \"format\": \"durward.explain/1\",\n"), all);
    assertEquals(
        "decider, direction, format, ipv4, ipv6, listeners, notices, ports, protocol", fields(all));
  }

  private static String fields(String json) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    Pattern.compile("\"([a-zA-Z0-9]+)\":")
        .matcher(json)
        .results()
        .forEach(m -> names.add(m.group(1)));
    String readme = Files.readString(Path.of("README.md"));
    names.forEach(name -> assertTrue(readme.contains("`" + name + "`"), name));
    return String.join(", ", names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "explain                               | 64 | name one port",
        "explain 80 443                        | 64 | name one port",
        "explain 0                             | 64 | 0 is no port",
        "explain 65536                         | 64 | 65536 is no port",
        "explain 80/icmp                       | 64 | behind the slash",
        "explain 80 --direction up             | 64 | --direction is in or out",
        "explain 80 --source nowhere           | 64 | --source is an address",
        "explain 80 --family ipx               | 64 | --family is ipv4 or ipv6",
        "explain 80 --all                      | 64 | --all asks about every port",
        "explain 80 --from /nonexistent/dump   | 5  | could not be read",
        "explain 80                            | 5  | CAP_NET_ADMIN",
      })
  void refusesWrongWords(String words, int code, String problem) {
    Run run = new Run.Setting().unprivileged().run(words.split(" "));
    assertEquals(code, run.code(), run.err());
    assertTrue(run.err().contains(problem) && run.err().contains("  try: "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void aFamilyThatIsNotInTheDumpIsRefused() throws IOException {
    Run run =
        Run.offline("explain", "80", "--family", "ipv6", "--from", new Dumps(folder).file(HOST));
    assertEquals(64, run.code());
    assertTrue(run.err().contains("--from6"), run.err());
  }

  @Test
  void helpNamesEveryOption() {
    String help = Run.offline("explain", "--help").out();
    for (String option :
        List.of("all", "direction", "source", "interface", "family", "from", "from6", "output")) {
      assertTrue(help.contains("\n  --" + option + " "), help);
    }
    assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
    assertTrue(Run.offline("help").out().contains("durward explain "));
  }

  /** In the folder that DURWARD_CORPUS names: each dump gives an answer for each port. */
  @Test
  void realHostsAreExplained() throws IOException {
    String corpus = System.getenv().getOrDefault("DURWARD_CORPUS", "");
    Assumptions.assumeFalse(corpus.isEmpty(), "DURWARD_CORPUS is not set");
    int[] counts = new int[3];
    for (Path file : files(corpus, "windows", ".reg")) {
      sweep("--from", file, counts);
    }
    for (Path file : files(corpus, "iptables", ".rules")) {
      sweep(file.toString().endsWith(".v6.rules") ? "--from6" : "--from", file, counts);
    }
    System.out.printf(
        "explanations of real hosts: %d given, %d of them depend, %d dumps refused%n",
        counts[0], counts[1], counts[2]);
    assertTrue(counts[0] > 0);
  }

  private static void sweep(String option, Path file, int[] counts) {
    for (String port : List.of("22", "443", "53/udp", "8080 --direction out", "--all")) {
      List<String> words = new ArrayList<>(List.of("explain"));
      words.addAll(List.of(port.split(" ")));
      words.addAll(List.of(option, file.toString()));
      Run run = Run.offline(words.toArray(String[]::new));
      if (run.code() == 5) {
        assertTrue(run.err().contains("  try: "), run.err());
        counts[2]++;
        return;
      }
      assertEquals(0, run.code(), () -> words + run.err());
      assertFalse(run.out().isBlank(), words::toString);
      counts[0]++;
      counts[1] += run.out().contains("it depends") ? 1 : 0;
    }
  }

  private static List<Path> files(String corpus, String platform, String suffix)
      throws IOException {
    try (Stream<Path> all = Files.list(Path.of(corpus, platform))) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
