package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.RepeatedApply;
import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two Durwards at once, and somebody who puts rules in and takes them out all the while. */
class RacingAppliesIT {
  private static final int APPLIES_EACH = 50;
  private static final int FOREIGN = 1_000;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());

  @TempDir private Path folder;
  private String variant = "";
  private int changes;

  private String file(String name, String rules) throws IOException {
    String text = "version: 1\npolicy: " + name.charAt(0) + "\nrules:\n" + rules;
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private Run run(String... words) {
    return new Run.Setting()
        .runner(new ProcessRunner())
        .variant("-" + variant)
        .runtime(folder.resolve("run"))
        .run(words);
  }

  /** A process that applies these in turn. */
  private Process applies(Lab lab, Path said, List<String> files) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RepeatedApply.class.getName(),
                Integer.toString(APPLIES_EACH),
                variant,
                folder.resolve("run").toString()));
    line.addAll(files);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    return lab.host(builder.redirectOutput(said.toFile())::start);
  }

  /** How its applies ended: none worse than not made, and none half made. */
  private static String end(Process process, Path said) throws Exception {
    assertTrue(process.waitFor(4, TimeUnit.MINUTES), "it comes to no end");
    String codes = Files.readString(said).strip();
    assertTrue(codes.matches("\\{0=\\d+(, 6=\\d+)?}"), codes);
    return codes;
  }

  /** Puts rules in at any place, and takes some of them out again; which are left, by chain. */
  private List<String> meddle(Lab lab, List<Process> others) throws Exception {
    Random random = new Random(seed);
    List<String> left = new ArrayList<>();
    int port = 0;
    while (changes < FOREIGN || others.stream().anyMatch(Process::isAlive)) {
      changes++;
      if (left.size() > 20 || (!left.isEmpty() && random.nextBoolean())) {
        String rule = left.remove(random.nextInt(left.size()));
        lab.onHost(words(lab, "-D " + rule));
      } else {
        String chain = random.nextBoolean() ? "INPUT" : "OUTPUT";
        String match = " -p tcp -m tcp --dport " + (30_000 + port++) + " -j LOG";
        String verb = random.nextBoolean() ? "-A " + chain : "-I " + chain + " 1";
        lab.onHost(words(lab, verb + match));
        left.add(chain + match);
      }
    }
    return left;
  }

  private static String[] words(Lab lab, String line) {
    List<String> words = new ArrayList<>(List.of(lab.program(Family.IPV4), "-w"));
    words.addAll(List.of(line.split(" ")));
    return words.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void nobodysRuleIsLostAndTheEndIsRight(String chosen) throws Exception {
    variant = chosen;
    List<String> a =
        List.of(
            file("a1.yaml", "- {name: web, ports: 80}\n"),
            file("a2.yaml", "- {name: ssh, ports: 22, action: block}\n- {name: w, ports: 81}\n"));
    List<String> b =
        List.of(
            file("b1.yaml", "- {name: tls, ports: [443, 8443]}\n"),
            file("b2.yaml", "- {name: out, direction: out, ports: 25, action: block}\n"));
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      List<String> settled = foreign(lab);
      Path saidA = folder.resolve("saidA");
      Path saidB = folder.resolve("saidB");
      Process ofA = applies(lab, saidA, a);
      Process ofB = applies(lab, saidB, b);
      try {
        List<String> expected = new ArrayList<>(settled);
        meddle(lab, List.of(ofA, ofB)).forEach(line -> expected.add("-A " + line));
        String ends = end(ofA, saidA) + " and " + end(ofB, saidB);
        List<String> found = new ArrayList<>(foreign(lab));
        assertEquals(sorted(expected), sorted(found), "seed " + seed);
        found.retainAll(settled);
        assertEquals(settled, found, "and in the order of before");
        System.out.printf(
            "%s: applies by exit code %s, beside %d foreign inserts and deletes;"
                + " -Ddurward.seed=%d%n",
            variant, ends, changes, seed);
        assertTrue(changes >= FOREIGN, changes + " foreign changes");
      } finally {
        ofA.destroyForcibly();
        ofB.destroyForcibly();
      }
      lab.host(
          () -> {
            assertEquals(0, run("apply", a.get(0), b.get(0), "--yes").code());
            String[] plan = {"plan", a.get(0), b.get(0), "--exit-code"};
            Run last = run(plan);
            assertEquals(0, last.code(), last.out());
            return null;
          });
      assertTrue(lab.saved(Family.IPV6).toString().contains("durward:b/tls"));
    }
  }

  private static List<String> sorted(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    Collections.sort(sorted);
    return sorted;
  }

  private static List<String> foreign(Lab lab) throws IOException, InterruptedException {
    return lab.saved(Family.IPV4).stream()
        .filter(line -> line.startsWith("-A") && !line.contains("DURWARD-"))
        .toList();
  }
}
