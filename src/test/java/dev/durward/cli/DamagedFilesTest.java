package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.Damage;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands in a file: a command that reads it ends, with one of the exit codes that it may
 * have, and says something where it is not content.
 */
class DamagedFilesTest {
  private static final int ROUNDS = 1_500;
  private static final int LONGEST_SEED = 20_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String EXPORT =
      """
      Windows Registry Editor Version 5.00

      [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\
      \\FirewallPolicy\\FirewallRules]
      "{A}"="v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=443|LPort2_10=8000-8010|\
      Profile=Domain|RA4=10.0.0.0/255.0.0.0|RA6=2001:db8::/32|IFType=Lan|Name=HTTPS|Edge=TRUE|"
      "{B}"="v2.10|Action=Block|Active=FALSE|Dir=Out|Protocol=1|ICMP4=8:*|App=C:\\\\x.exe|Svc=dns|"
      "{C}"="v2.33|Action=Allow|Active=TRUE|Dir=In|Protocol=17|LPort=RPC|RA4=LocalSubnet|\
      Name=web [durward:office]|Desc=durward:office/web|"

      [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\
      \\FirewallPolicy\\PublicProfile]
      "EnableFirewall"=dword:00000001
      "DefaultInboundAction"=dword:00000001
      """;

  private static final List<List<String>> DUMPS =
      List.of(
          List.of("plan", "config/port-443.yaml", "--from", "FILE"),
          List.of("explain", "443", "--from", "FILE"),
          List.of("import", "--from", "FILE"));

  private final long seed = Long.getLong("durward.seed", System.nanoTime());

  @TempDir private Path folder;

  private static List<byte[]> files(Path where, String ending) throws IOException {
    List<byte[]> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(where)) {
      for (Path file : all.filter(path -> path.toString().endsWith(ending)).sorted().toList()) {
        if (Files.size(file) <= LONGEST_SEED) {
          found.add(Files.readAllBytes(file));
        }
      }
    }
    assertFalse(found.isEmpty(), where + " has no files *" + ending);
    return found;
  }

  private static List<byte[]> corpus(String part, String ending) throws IOException {
    String corpus = System.getenv().getOrDefault("DURWARD_CORPUS", "");
    if (corpus.isEmpty()) {
      System.out.println("skipped: real files, since DURWARD_CORPUS is not set");
      return List.of();
    }
    return files(Path.of(corpus, part), ending);
  }

  private void tried(Damage damage, String name, List<List<String>> commands) {
    System.out.println("damaged files (" + name + "): -Ddurward.seed=" + seed);
    Map<Integer, Integer> codes = new TreeMap<>();
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] content = damage.next();
            Path file = Files.write(folder.resolve(name), content);
            for (List<String> command : commands) {
              codes.merge(code(command, file, content, round), 1, Integer::sum);
            }
          }
        });
    System.out.println("  " + ROUNDS * commands.size() + " runs, by their exit code: " + codes);
    assertTrue(codes.size() > 1, "nothing was refused, or all: " + codes);
  }

  private int code(List<String> command, Path file, byte[] content, int round) {
    List<String> words = new ArrayList<>(command);
    words.replaceAll(word -> word.equals("FILE") ? file.toString() : word);
    try {
      Run run =
          new Run.Setting()
              .unprivileged()
              .runner(DamagedFilesTest::none)
              .run(words.toArray(String[]::new));
      assertTrue(List.of(0, 4, 5).contains(run.code()), run.code() + ": " + run.err());
      assertTrue(run.code() == 0 || run.err().contains("error: "), run.err());
      return run.code();
    } catch (RuntimeException | Error e) {
      String text = new String(content, StandardCharsets.ISO_8859_1);
      throw new AssertionError(words + ", -Ddurward.seed=" + seed + ", " + round + ":\n" + text, e);
    }
  }

  private static CommandResult none(Command command) throws IOException {
    throw new IOException("there is no " + command.line() + " here");
  }

  @Test
  void ruleFiles() throws IOException {
    List<String> words =
        List.of(
            "&a ",
            "*a",
            "{",
            "[",
            "- ",
            "? ",
            ": ",
            "!!int ",
            "<<: ",
            "|\n",
            ">-\n",
            "'",
            "\"",
            "\t",
            "\n---\n",
            "\u0085",
            "\uFEFF",
            "022",
            "1e3",
            "0x1bb",
            "null",
            "65536",
            "::",
            "rules:\n",
            "policy: x\n",
            "10.0.0.0/33",
            "2024-02-30",
            "99999999999999999999");
    Damage damage = new Damage(new Random(seed), files(Path.of("config"), ".yaml"), words);
    String host = Files.writeString(folder.resolve("host"), "*filter\nCOMMIT\n").toString();
    tried(damage, "rules.yaml", List.of(List.of("plan", "FILE", "--from", host)));
  }

  @Test
  void dumpsOfIptables() throws IOException {
    List<byte[]> seeds = new ArrayList<>(files(Path.of("src/test/resources/hosts"), ".txt"));
    seeds.addAll(corpus("iptables", ".rules"));
    List<String> words =
        List.of(
            "*filter\n",
            "*nat\n",
            "COMMIT\n",
            ":INPUT DROP [0:0]\n",
            "-A INPUT ",
            "-j DROP\n",
            "-j INPUT\n",
            "-g INPUT\n",
            "! ",
            " -m ",
            "--dport 1:0 ",
            "-p 256 ",
            "-p tcp ",
            "\"",
            "\\",
            "-m multiport --dports 1,2:1,, ",
            "-s 1.2.3.4/99 ",
            "-s ::/0 ",
            "[1:2] ",
            "-m conntrack --ctstate NEW,X ",
            "-m mark --mark 0xfffffffff/0 ",
            "--limit 0/sec ",
            "-m set --match-set a src,dst ",
            "-j REJECT --reject-with x\n",
            "\r\n",
            "\0");
    tried(new Damage(new Random(seed), seeds, words), "dump", DUMPS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-p 256",
        "-p 99999999999",
        "-p icmp -m icmp --icmp-type 256",
        "-p icmp -m icmp --icmp-type 3/99999999999",
        "-p tcp -m tcp --dport 22:65536"
      })
  void numbersThatNoPacketHas(String match) throws IOException {
    String dump = "*filter\n:INPUT DROP [0:0]\n-A INPUT " + match + " -j ACCEPT\nCOMMIT\n";
    byte[] content = dump.getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("dump"), content);
    for (List<String> command : DUMPS) {
      assertEquals(0, code(command, file, content, 0));
    }
  }

  @Test
  void exportsOfTheRegistry() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(EXPORT.getBytes(StandardCharsets.UTF_8));
    seeds.add(("\uFEFF" + EXPORT).getBytes(StandardCharsets.UTF_16LE));
    seeds.addAll(corpus("windows", ".reg"));
    List<String> words =
        List.of(
            "|",
            "=",
            "\\",
            "\"",
            "v2.99|",
            "LPort=0|",
            "LPort=9-1|",
            "LPort2_10=x|",
            "Protocol=256|",
            "Protocol=-1|",
            "RA4=1.2.3.4/0.255.0.0|",
            "RA6=::/129|",
            "Profile=?|",
            "ICMP4=256:*|",
            "Action=|",
            "dword:",
            "hex(1):41,00\\\r\n",
            "hex(7):",
            "[-HKEY_LOCAL_MACHINE\\a]\r\n",
            "[",
            "]\r\n",
            "@=",
            "\r\n",
            "\u0000",
            "Windows Registry Editor Version 5.00\r\n");
    tried(
        new Damage(new Random(seed), seeds, words),
        "export.reg",
        List.of(
            List.of("plan", "config/windows-port-443.yaml", "--from", "FILE"),
            List.of("explain", "443", "--from", "FILE"),
            List.of("import", "--from", "FILE")));
  }
}
