package dev.durward.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFile.Usable;
import dev.durward.rulefile.RuleFileParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No name of a rule or policy is ever more than a name: through the real parser, iptables-restore
 * and iptables-save, each comes back as the mark that it was, and nothing else on the host changes.
 */
class InjectionIT {
  private static final int NAMES = 600;
  private static final int RULES_IN_A_FILE = 40;

  private static final List<String> POLICIES =
      List.of("web", "-j", "--noflush", "COMMIT", ".", "..", "-", "0", "DURWARD", "p".repeat(64));

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void namesAreNothingButNames(String variant) throws Exception {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("injection, " + variant + ": -Ddurward.seed=" + seed);
    NastyTexts texts = new NastyTexts(new Random(seed));
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < NAMES) {
      names.add(texts.next());
    }
    List<Rule> parsed = new ArrayList<>();
    List<Rule> others = new ArrayList<>();
    int noMark = 0;
    for (String name : names) {
      Optional<Rule> rule = parsed(name);
      if (rule.isPresent()) {
        parsed.add(rule.get());
        Mark.of("web", name);
      } else if (canBeMarked(name)) {
        // The parser refuses it, and what lies below would withstand it all the same.
        others.add(GeneratedRules.copy(parsed("name").orElseThrow(), name, true));
      } else {
        noMark++;
      }
    }
    assertTrue(!parsed.isEmpty() && !others.isEmpty() && noMark > 0);
    try (Lab lab = Lab.create(variant)) {
      lab.loadRejecting();
      applyAll(lab, parsed);
      applyAll(lab, others);
    }
    System.out.printf(
        "injection, %s: %d names applied, %d more that the parser refuses applied too, %d can't be"
            + " marks%n",
        variant, parsed.size(), others.size(), noMark);
  }

  /** The rule of a file with that name; empty if the parser refuses it. */
  private static Optional<Rule> parsed(String name) {
    String text =
        "version: 1\npolicy: web\nrules:\n- {name: "
            + NastyTexts.yaml(name)
            + ", ports: 443, action: block, platforms: [linux], linux: {log: true}}\n";
    RuleFile file = RuleFileParser.parse("rules.yaml", text.getBytes(UTF_8));
    if (file instanceof Usable usable) {
      Rule rule = usable.rules().rules().get(0);
      assertEquals(name, rule.name());
      return Optional.of(rule);
    }
    return Optional.empty();
  }

  private static boolean canBeMarked(String name) {
    boolean plain = !name.isBlank() && name.codePoints().noneMatch(InjectionIT::isUnfit);
    if (!plain && !name.isBlank()) {
      assertThrows(IllegalArgumentException.class, () -> Mark.of("web", name), name);
      assertEquals(Optional.empty(), Mark.parse("durward:web/" + name));
    }
    return plain;
  }

  private static boolean isUnfit(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || Character.getType(c) == Character.SURROGATE;
  }

  private static void applyAll(Lab lab, List<Rule> rules) throws Exception {
    Doorkeeper doorkeeper = new Doorkeeper(lab);
    int policy = 0;
    for (int from = 0; from < rules.size(); from += RULES_IN_A_FILE) {
      List<Rule> some = new ArrayList<>();
      for (Rule rule : rules.subList(from, Math.min(rules.size(), from + RULES_IN_A_FILE))) {
        some.add(some.size() % 2 == 0 ? rule : GeneratedRules.copy(rule, rule.name(), false));
      }
      apply(doorkeeper, new RuleSet(POLICIES.get(policy++ % POLICIES.size()), some));
    }
  }

  private static void apply(Doorkeeper doorkeeper, RuleSet rules) throws Exception {
    Lab lab = doorkeeper.lab();
    Map<Family, List<String>> before = saved(lab);
    Desired desired = doorkeeper.desired(rules);
    doorkeeper.make(desired);
    Map<Family, List<String>> after = saved(lab);
    before.forEach(
        (family, old) -> {
          List<String> now = after.getOrDefault(family, List.of());
          assertEquals(
              Stream.concat(old.stream(), added(desired, family)).sorted().toList(),
              now.stream().sorted().toList(),
              "not a line more or less than was written");
          List<String> foreign = now.stream().filter(old::contains).toList();
          assertEquals(old, foreign, "in the order that they had");
        });
    Set<Mark> marks = new LinkedHashSet<>();
    rules.rules().forEach(rule -> marks.add(Mark.of(rules.policy(), rule.name())));
    List<Mark> read =
        doorkeeper.plan(desired).before().managed().stream().map(Entry::mark).distinct().toList();
    assertEquals(marks, Set.copyOf(read));
    assertEquals(rules.rules().size(), marks.size(), "each rule has a mark of its own");
    doorkeeper.remove(rules.policy());
    assertEquals(before, saved(lab));
  }

  private static Map<Family, List<String>> saved(Lab lab) throws Exception {
    return Map.of(Family.IPV4, lab.saved(Family.IPV4), Family.IPV6, lab.saved(Family.IPV6));
  }

  /** Every line that a save has more than before: rules, and the frame that they need. */
  private static Stream<String> added(Desired desired, Family family) {
    String program = family == Family.IPV4 ? "iptables " : "ip6tables ";
    List<Entry> entries =
        desired.rules().stream()
            .flatMap(rule -> rule.entries().stream())
            .filter(entry -> entry.place().startsWith(program))
            .toList();
    List<String> lines = new ArrayList<>();
    Set<String> chains = new LinkedHashSet<>();
    for (Entry entry : entries) {
      String chain = entry.place().substring(program.length());
      chains.add(chain);
      lines.add("-A " + chain + " " + entry.text());
    }
    for (String chain : chains) {
      boolean in = chain.startsWith("DURWARD-IN");
      lines.add(":" + chain + " - [0:0]");
      lines.add(
          (in ? "-A INPUT ! -i lo" : "-A OUTPUT ! -o lo")
              + " -m comment --comment durward -j "
              + chain);
      if (chain.endsWith("BLOCK")) {
        lines.add(
            "-A "
                + chain
                + " -m conntrack --ctdir REPLY -m comment --comment \"durward: replies pass\""
                + " -j RETURN");
      }
    }
    return lines.stream();
  }
}
