package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.ApplyResult;
import dev.durward.exec.Command;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesBackend.Dump;
import dev.durward.platform.iptables.Tools;
import dev.durward.rulefile.WrittenRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans against the dumps of the {@link Corpus}, and changes on the hosts that they make. */
class CorpusIT {
  private static final RuleSet RULES =
      WrittenRules.web("- {name: https, ports: 443}", "- {name: telnet, ports: 23, action: block}")
          .rules();

  private static final Desired NOTHING = new Desired(Set.of("web"), List.of(), "removed");

  private final List<Path> files = new ArrayList<>();

  @BeforeEach
  void findFiles() throws IOException {
    files.addAll(Corpus.files());
  }

  @Test
  void everyDumpIsPlannedAgainstOrRefusedWithAReason() throws Exception {
    IptablesBackend backend =
        new IptablesBackend(
            () -> Tools.USUAL,
            command -> {
              throw new AssertionError("a plan against a dump runs nothing: " + command);
            },
            Capabilities::current,
            user -> Optional.empty());
    Desired desired =
        new Desired(Set.of("web"), backend.realize(RULES, LocalDate.of(2026, 6, 1)), "gone");
    Dump nothing = new Dump("nothing", new byte[0]);
    int planned = 0;
    Map<String, Integer> refused = new TreeMap<>();
    for (Path file : files) {
      Dump dump = new Dump(file.getFileName().toString(), Files.readAllBytes(file));
      boolean four = Corpus.family(file) == Family.IPV4;
      try {
        Plan plan =
            Planner.plan(
                desired, IptablesBackend.snapshotOf(four ? dump : nothing, four ? nothing : dump));
        assertEquals(2, plan.before().render(plan).steps().size(), file.toString());
        planned++;
      } catch (FirewallException e) {
        assertEquals(Kind.UNREADABLE, e.kind(), e.getMessage());
        refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
      }
    }
    System.out.printf(
        "corpus: %d dumps, %d planned against, %d refused%n",
        files.size(), planned, files.size() - planned);
    refused.keySet().forEach(reason -> System.out.println("  " + reason));
    assertTrue(planned > files.size() / 2);
  }

  /** Each variant on the files from {@code first} on, one of {@code every}. */
  @ParameterizedTest
  @CsvSource({"nft, 1", "legacy, 3"})
  void foreignRulesStayAsTheyWereWhileDurwardComesAndGoes(String variant, int every)
      throws Exception {
    int applied = 0;
    int notAccepted = 0;
    Map<String, Integer> refused = new TreeMap<>();
    try (Lab lab = Lab.create(variant)) {
      for (int i = 0; i < files.size(); i += every) {
        Path file = files.get(i);
        flush(lab);
        if (!load(lab, file)) {
          notAccepted++;
          continue;
        }
        String reason = comeAndGo(lab, file.getFileName().toString());
        if (reason.isEmpty()) {
          applied++;
        } else {
          refused.merge(reason, 1, Integer::sum);
        }
      }
    }
    System.out.printf(
        "corpus, %s: %d applied and removed, %d refused, %d not accepted by iptables-restore%n",
        variant, applied, refused.values().stream().mapToInt(n -> n).sum(), notAccepted);
    refused.forEach((reason, count) -> System.out.println("  " + count + " x " + reason));
    assertTrue(applied > files.size() / every / 2);
  }

  /** Every table there, and empty. */
  private static void flush(Lab lab) throws Exception {
    String empty =
        """
        *raw
        :PREROUTING ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        COMMIT
        *mangle
        :PREROUTING ACCEPT [0:0]
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :POSTROUTING ACCEPT [0:0]
        COMMIT
        *nat
        :PREROUTING ACCEPT [0:0]
        :INPUT ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :POSTROUTING ACCEPT [0:0]
        COMMIT
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        COMMIT
        """;
    for (Family family : Family.values()) {
      Command restore = Command.of(lab.program(family) + "-restore").withInput(empty);
      assertEquals(0, lab.host(() -> new ProcessRunner().run(restore)).exit());
    }
  }

  private static boolean load(Lab lab, Path file) throws Exception {
    Family family = Corpus.family(file);
    // A dump may be of any encoding; its bytes go through a shell's redirection as they are.
    Command restore =
        Command.of(
            "/bin/sh",
            "-c",
            "exec \"$0\" < \"$1\"",
            lab.program(family) + "-restore",
            file.toString());
    return lab.host(() -> new ProcessRunner().run(restore)).succeeded();
  }

  /** Applies, looks, removes, looks. Gives why the host was refused; nothing if it was not. */
  private static String comeAndGo(Lab lab, String name) throws Exception {
    Doorkeeper doorkeeper = new Doorkeeper(lab);
    List<List<String>> before = saved(lab);
    Desired desired = doorkeeper.desired(RULES);
    Plan plan;
    try {
      plan = doorkeeper.plan(desired);
    } catch (IOException e) {
      FirewallException refusal =
          assertInstanceOf(FirewallException.class, e.getCause(), name + ": " + e);
      assertEquals(Kind.UNREADABLE, refusal.kind(), name);
      return String.valueOf(refusal.getMessage());
    }
    if (plan.isObstructed()) {
      return plan.notices().stream()
          .filter(notice -> notice.isError())
          .map(notice -> notice.message())
          .findFirst()
          .orElseThrow();
    }
    ApplyResult result = doorkeeper.apply(plan, desired);
    assertInstanceOf(ApplyResult.Applied.class, result, name + ": " + result);
    assertEquals(before, withoutDurward(saved(lab)), name);
    assertTrue(doorkeeper.plan(desired).isEmpty(), name);
    Plan removal = doorkeeper.plan(NOTHING);
    assertInstanceOf(ApplyResult.Applied.class, doorkeeper.apply(removal, NOTHING), name);
    assertEquals(before, saved(lab), name);
    return "";
  }

  /** Both families as the machine's own bytes. */
  private static List<List<String>> saved(Lab lab) throws Exception {
    List<List<String>> saved = new ArrayList<>();
    for (Family family : Family.values()) {
      Command save = Command.of(lab.program(family) + "-save");
      byte[] output = lab.host(() -> new ProcessRunner().run(save)).output();
      saved.add(
          new String(output, StandardCharsets.ISO_8859_1)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.replaceAll("\\[\\d+:\\d+]", "[0:0]"))
              .toList());
    }
    return saved;
  }

  private static List<List<String>> withoutDurward(List<List<String>> saved) {
    return saved.stream()
        .map(lines -> lines.stream().filter(line -> !line.contains("DURWARD-")).toList())
        .toList();
  }
}
