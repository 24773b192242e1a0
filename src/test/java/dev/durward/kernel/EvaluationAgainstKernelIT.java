package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.NetworkNamespace;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.save.SaveDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The evaluator of iptables state against the kernel: of each packet that is put on a wire, what is
 * seen is what was said, or it was said to depend.
 */
class EvaluationAgainstKernelIT {
  private static final int PACKETS_A_DUMP = 200;
  private static final int PACKETS_A_SET = 60;
  private static final int MOST_INTERFACES = 4;
  private static final int MOST_ADDRESSES = 12;

  /** An interface that no rule knows. */
  private static final String STRANGER = "stranger0";

  private static final List<String> STREET = List.of("eth0", "eth1", "wan", "wanna", STRANGER);
  private static final Path IPSET = Path.of("/usr/sbin/ipset");

  @BeforeEach
  void mayMakeNamespaces() {
    Capabilities capabilities = Capabilities.current();
    Assumptions.assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "skipped: needs CAP_NET_ADMIN and CAP_SYS_ADMIN to make network namespaces");
  }

  /** Each variant on the files from the first on, one of {@code every}. */
  @ParameterizedTest
  @CsvSource({"nft, 1", "legacy, 3"})
  void rulesOfRealHosts(String variant, int every) throws Exception {
    List<Path> files = Corpus.files();
    KernelTrial trial = new KernelTrial(variant + ", corpus");
    Map<String, Integer> refused = new TreeMap<>();
    for (int i = 0; i < files.size(); i += every) {
      Path file = files.get(i);
      Family family = Corpus.family(file);
      NetworkNamespace host = NetworkNamespace.create();
      CommandResult loaded = load(host, program(variant, family), file);
      if (loaded.succeeded()) {
        SaveDump dump = saved(host, program(variant, family));
        Mentioned mentioned = Mentioned.in(dump, family);
        String name = file.getFileName().toString();
        try (Street street = around(host, mentioned, trial.random())) {
          trial.compare(
              street, Ruleset.of(dump), IpSets.NONE, family, mentioned, PACKETS_A_DUMP, name);
        }
      } else {
        refused.merge(reason(loaded), 1, Integer::sum);
        host.close();
      }
    }
    refused.forEach(
        (reason, count) -> System.out.println("  not loaded: " + count + " x " + reason));
    trial.end(files.size() / every / 2 + 1);
  }

  /** Each variant on so many sets of rules. */
  @ParameterizedTest
  @CsvSource({"nft, 240", "legacy, 120"})
  void rulesOfAnyKind(String variant, int count) throws Exception {
    KernelTrial trial = new KernelTrial(variant + ", generated");
    Random random = trial.random();
    NetworkNamespace host = NetworkNamespace.create();
    IpSets sets = sets(host);
    try (Street street = Street.around(host, STREET, List.of())) {
      Map<Family, ForeignRules> rules = new EnumMap<>(Family.class);
      for (Family family : Family.values()) {
        rules.put(family, new ForeignRules(random, family, rule -> excluded(sets, rule)));
      }
      for (int i = 0; i < count; i++) {
        Family family = random.nextInt(3) > 0 ? Family.IPV4 : Family.IPV6;
        String text = rules.get(family).next();
        String program = program(variant, family);
        CommandResult loaded = run(host, text, program + "-restore");
        assertTrue(loaded.succeeded(), () -> loaded.complaint() + "\n" + text);
        SaveDump dump = saved(host, program);
        Mentioned mentioned = Mentioned.in(dump, family);
        if (!trial.compare(
            street, Ruleset.of(dump), sets, family, mentioned, PACKETS_A_SET, "set " + i)) {
          System.out.println("set " + i + ", " + family + ":\n" + text);
        }
      }
    }
    trial.end(count);
  }

  private static IpSets sets(NetworkNamespace host) throws Exception {
    if (!Files.isExecutable(IPSET)) {
      System.out.println("  no ipset: without sets");
      return IpSets.NONE;
    }
    run(host, ForeignMatches.sets(), IPSET.toString(), "restore");
    return IpSets.parse(run(host, "", IPSET.toString(), "save").text());
  }

  private static boolean excluded(IpSets sets, String rule) {
    return sets.equals(IpSets.NONE) && rule.contains("--match-set");
  }

  private static CommandResult run(NetworkNamespace host, String input, String... command)
      throws IOException, InterruptedException {
    return host.call(() -> new ProcessRunner().run(Command.of(command).withInput(input)));
  }

  private static String program(String variant, Family family) {
    return (family == Family.IPV4 ? "/usr/sbin/iptables-" : "/usr/sbin/ip6tables-") + variant;
  }

  /** A dump may be of any encoding; its bytes go through a shell's redirection as they are. */
  private static CommandResult load(NetworkNamespace host, String program, Path file)
      throws IOException, InterruptedException {
    Command restore =
        Command.of("/bin/sh", "-c", "exec \"$0\" < \"$1\"", program + "-restore", file.toString());
    return host.call(() -> new ProcessRunner().run(restore));
  }

  /** What kept rules from being loaded, without what is different in each file. */
  private static String reason(CommandResult result) {
    return result.complaint().replaceAll("line \\d+|line: \\d+", "line N");
  }

  private static SaveDump saved(NetworkNamespace host, String program) throws Exception {
    Command save = Command.of(program + "-save");
    return SaveDump.parse(host.call(() -> new ProcessRunner().run(save)).output());
  }

  private static Street around(NetworkNamespace host, Mentioned mentioned, Random random)
      throws Exception {
    List<String> interfaces = some(mentioned.interfaces(), MOST_INTERFACES, random);
    interfaces.add(STRANGER);
    List<IpAddress> addresses = some(mentioned.destinations(), MOST_ADDRESSES, random);
    return Street.around(host, interfaces, addresses);
  }

  private static <T> List<T> some(List<T> all, int most, Random random) {
    List<T> some = new ArrayList<>(all);
    Collections.shuffle(some, random);
    return new ArrayList<>(some.subList(0, Math.min(most, some.size())));
  }
}
