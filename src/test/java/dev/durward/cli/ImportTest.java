package dev.durward.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user sees of {@code import}, and the rules of real hosts imported. */
class ImportTest {
  private static final String HOST =
      """
      *filter
      :INPUT DROP [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A INPUT -p tcp -m tcp --dport 22 -m comment --comment "ssh, for all" -j ACCEPT
      -A INPUT -m set --match-set bad src -j DROP
      -A INPUT -p tcp -m tcp --dport 443 -j ACCEPT
      COMMIT
      """;

  private static final String REGISTRY =
      """
      Windows Registry Editor Version 5.00

      [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\
      \\FirewallPolicy\\FirewallRules]
      "{A}"="v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=443|Profile=Domain|\
      RA4=LocalSubnet|RA6=LocalSubnet|RA4=10.0.0.0/255.0.0.0|Name=HTTPS|"
      "{B}"="v2.10|Action=Allow|Active=FALSE|Dir=In|Protocol=1|ICMP4=8:*|\
      Name=@FirewallAPI.dll,-25301|Desc=@FirewallAPI.dll,-25302|"
      "{C}"="v2.10|Action=Allow|Active=TRUE|Dir=Out|App=System|Name=system|"
      """;

  @TempDir private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("dump"), text).toString();
  }

  @Test
  void writesRulesAndSaysWhyOthersAreNone() throws IOException {
    String dump = file(HOST);
    Run run = new Run.Setting().unprivileged().run("import", "--from", dump, "--from6", dump);
    assertEquals(0, run.code(), run.err());
    assertEquals(
        """
        # iptables INPUT: policy DROP, which no rule here says
        # iptables OUTPUT: policy ACCEPT, which no rule here says
        # ip6tables INPUT: policy DROP, which no rule here says
        # ip6tables OUTPUT: policy ACCEPT, which no rule here says
        version: 1
        policy: imported
        rules:
          # iptables INPUT line 5, ip6tables INPUT line 5: -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
          #   no packet that opens a connection over a network meets it
          # iptables INPUT line 6, ip6tables INPUT line 6
          - name: 'ssh, for all'
            ports: 22
          # iptables INPUT line 7, ip6tables INPUT line 7: -m set --match-set bad src -j DROP
          #   a file has no word for -m set, --match-set bad src
          # iptables INPUT line 8, ip6tables INPUT line 8: -p tcp -m tcp --dport 443 -j ACCEPT
          #   INPUT line 7 refuses some of these packets before, and is no rule here
        """,
        run.out());
    assertEquals("1 rules, and 3 comments\n", run.err());
  }

  @Test
  void importsAnExportOfRegedit() throws IOException {
    Run run = Run.offline("import", "--from", file(REGISTRY), "--policy", "office");
    assertEquals(0, run.code(), run.err());
    assertEquals(
        """
        version: 1
        policy: office
        rules:
          - name: HTTPS
            ports: 443
            remote: 10.0.0.0/8
            platforms: windows
            windows:
              profiles: domain
          - name: HTTPS 2
            ports: 443
            platforms: windows
            windows:
              profiles: domain
              remote: localsubnet
          # named @FirewallAPI.dll,-25301
          # description: @FirewallAPI.dll,-25302
          - name: allow in icmp
            protocol: icmp
            families: ipv4
            platforms: windows
            enabled: false
            windows:
              icmp-types: 8
          # name=system dir=out action=allow enable=yes program=System
          #   `System` is not the full path of a program on Windows
        """,
        run.out());
  }

  @Test
  void refusesADumpThatIsNotWhole() throws IOException {
    for (String text :
        List.of(HOST.replace("COMMIT\n", ""), REGISTRY.replace("|\"\n\"{C}", "|\n\"{C}"))) {
      Run run = Run.offline("import", "--from", file(text));
      assertEquals(5, run.code(), run.out());
      assertEquals("", run.out());
      assertTrue(run.err().contains("  try: "), run.err());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import x.yaml | takes no argument: x.yaml",
        "import --policy a/b | `a/b` is not the name of a policy",
        "import --output json | no option --output",
      })
  void saysWhatIsWrongWithTheUsage(String line, String problem) {
    Run run = Run.offline(line.split(" "));
    assertEquals(64, run.code(), run.err());
    assertTrue(run.err().contains(problem), run.err());
  }

  @Test
  void helpNamesEveryOption() {
    String help = Run.offline("import", "--help").out();
    for (String option : List.of("--from DUMP ", "--from6 DUMP ", "--policy NAME ")) {
      assertTrue(help.contains("\n  " + option), help);
    }
    assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
    assertTrue(Run.offline("help").out().contains("durward import "));
  }

  /** In the folder that DURWARD_CORPUS names: each import is a file that parses. */
  @Test
  void realHostsAreImported() throws IOException {
    String corpus = System.getenv().getOrDefault("DURWARD_CORPUS", "");
    Assumptions.assumeFalse(corpus.isEmpty(), "DURWARD_CORPUS is not set");
    int[] windows = new int[4];
    int[] linux = new int[4];
    for (Path file : files(corpus, "windows", ".reg")) {
      imported(List.of("import", "--from", file.toString()), windows);
    }
    for (Path file : files(corpus, "iptables", ".rules")) {
      String option = file.toString().endsWith(".v6.rules") ? "--from6" : "--from";
      imported(List.of("import", option, file.toString()), linux);
    }
    String form = "imports of real hosts, %s: %d read, %d refused, %d rules, %d comments%n";
    System.out.printf(form, "Windows", windows[0], windows[1], windows[2], windows[3]);
    System.out.printf(form, "Linux", linux[0], linux[1], linux[2], linux[3]);
    assertTrue(windows[0] > 0 && linux[0] > 0);
  }

  private static List<Path> files(String corpus, String platform, String suffix)
      throws IOException {
    try (Stream<Path> all = Files.list(Path.of(corpus, platform))) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static void imported(List<String> words, int[] counts) {
    Run run = Run.offline(words.toArray(String[]::new));
    if (run.code() == 5) {
      assertTrue(run.err().contains("  try: "), run.err());
      counts[1]++;
      return;
    }
    assertEquals(0, run.code(), () -> words + run.err());
    RuleFile read = RuleFileParser.parse("imported", run.out().getBytes(UTF_8));
    RuleFile.Usable file = assertInstanceOf(RuleFile.Usable.class, read, words.toString());
    List<String> numbers = new ArrayList<>(List.of(run.err().split("\\D+")));
    assertEquals(Integer.toString(file.rules().rules().size()), numbers.get(0));
    counts[0]++;
    counts[2] += Integer.parseInt(numbers.get(0));
    counts[3] += Integer.parseInt(numbers.get(1));
  }
}
