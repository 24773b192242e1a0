package dev.durward.platform.netsh.defender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.FirewallException;
import dev.durward.platform.netsh.registry.Reading;
import dev.durward.platform.netsh.registry.RegistryExport;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.RuleString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Registries of real hosts, in the folder that the environment variable DURWARD_CORPUS names: what
 * regedit exported, as {@code windows/NAME.reg}, and rules by themselves, as {@code
 * windows/NAME-samples.txt}.
 */
class RegistryCorpusTest {
  private static final String VARIABLE = "DURWARD_CORPUS";

  /** Rules for Windows' own services are of an older language, most of them under this key. */
  private static final String SERVICE_RULES = "RestrictedServices\\Static";

  private static final String SERVICE_RULE = "V2.0|";

  private final Map<Path, RegistryExport> exports = new TreeMap<>();
  private final Set<String> rules = new LinkedHashSet<>();
  private final Set<String> serviceRules = new LinkedHashSet<>();

  @BeforeEach
  void readFiles() throws IOException {
    String folder = System.getenv().getOrDefault(VARIABLE, "");
    if (folder.isEmpty()) {
      System.out.println("registry corpus: skipped, " + VARIABLE + " names no folder");
    }
    Assumptions.assumeFalse(folder.isEmpty(), VARIABLE + " is not set");
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(folder, "windows"))) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      if (file.toString().endsWith(".reg")) {
        Reading<RegistryExport> reading = RegistryExport.parse(Files.readAllBytes(file));
        RegistryExport export =
            reading.readable().orElseThrow(() -> new AssertionError(file + ": " + reading));
        exports.put(file, export);
        export
            .keys()
            .forEach(
                (path, key) -> {
                  boolean own = path.contains(SERVICE_RULES);
                  key.texts().values().forEach(text -> addRule(own ? serviceRules : rules, text));
                });
      } else if (file.toString().endsWith("-samples.txt")) {
        Files.readString(file).lines().forEach(text -> addRule(rules, text));
      }
    }
    assertTrue(rules.size() > 0, "no rules in " + folder);
  }

  private void addRule(Set<String> to, String text) {
    if (text.matches("(?s)[vV]\\d+\\.\\d+\\|.*")) {
      (text.startsWith(SERVICE_RULE) ? serviceRules : to).add(text);
    }
  }

  @Test
  void everyRuleIsUnderstoodAndWrittenBack() {
    int toTheLetter = 0;
    List<String> unread = new ArrayList<>();
    Map<String, Integer> narrowing = new TreeMap<>();
    for (String text : rules) {
      assertEquals(text, RuleString.parse(text).readable().orElseThrow().text());
      Reading<FirewallRule> reading = FirewallRule.read("id", text);
      if (reading instanceof Reading.Unreadable<FirewallRule> not) {
        unread.add(not.reason() + ": " + text);
        continue;
      }
      FirewallRule rule = reading.readable().orElseThrow();
      assertEquals(reading, FirewallRule.read("id", rule.text()), text);
      toTheLetter += rule.text().equals(text) ? 1 : 0;
      assertEquals(keys(text), keys(rule.text()), text);
      rule.narrowing().forEach(field -> narrowing.merge(field.key(), 1, Integer::sum));
    }
    System.out.printf(
        "registry corpus: %d exports, %d distinct rules, %d not read, %d written to the letter;"
            + " %d of services left out%n",
        exports.size(), rules.size(), unread.size(), toTheLetter, serviceRules.size());
    System.out.println("  narrowing: " + narrowing);
    assertEquals(List.of(), unread);
  }

  /** The keys in their order, but for those that one meaning may have or not have. */
  private static List<String> keys(String text) {
    return RuleString.parse(text).readable().orElseThrow().fields().stream()
        .map(RuleString.Field::key)
        .filter(key -> !key.matches("Active|Profile|.*Port.*"))
        .distinct()
        .toList();
  }

  @Test
  void everyExportWithRulesIsAPolicy() throws FirewallException {
    int policies = 0;
    for (Map.Entry<Path, RegistryExport> export : exports.entrySet()) {
      String name = export.getKey().getFileName().toString();
      try {
        FirewallPolicy policy = FirewallPolicy.read(export.getValue());
        assertEquals(List.of(), policy.unread(), name);
        assertTrue(policy.localRules().size() > 0, name);
        policies++;
        System.out.printf("  %s: %d local rules", name, policy.localRules().size());
        for (Profile profile : Profile.values()) {
          System.out.printf(
              ", %s %d %s",
              profile, policy.rules(profile).size(), policy.settings(profile).given());
        }
        System.out.println();
      } catch (FirewallException e) {
        RegistryExport part = export.getValue();
        System.out.printf(
            "  %s: no rules, local settings %s, group policy %s%n",
            name, FirewallPolicy.localSettings(part), FirewallPolicy.groupSettings(part));
        assertTrue(
            export.getValue().keys().keySet().stream()
                .noneMatch(key -> key.endsWith("Parameters\\FirewallPolicy\\FirewallRules")),
            name);
      }
    }
    assertTrue(policies > 0);
  }
}
