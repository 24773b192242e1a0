package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.Unwritten;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Durward at work on a lab's host, from the text of a rule file on. */
final class Doorward {
  static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  private final Lab lab;
  private final FirewallBackend backend;

  Doorward(Lab lab) {
    this(lab, lab.backend());
  }

  /** By another way to the host's firewall than iptables. */
  Doorward(Lab lab, FirewallBackend backend) {
    this.lab = lab;
    this.backend = backend;
  }

  /** What {@code plan} would show. */
  Plan plan(String yaml) throws IOException, InterruptedException {
    return lab.host(() -> plan(desired(yaml)));
  }

  /** Makes the host so; a plan right after that is empty (law 1). */
  Plan apply(String yaml) throws IOException, InterruptedException {
    return lab.host(() -> apply(desired(yaml)));
  }

  /** Makes the host as these rules say, whatever file they are from. */
  Plan apply(RuleSet rules) throws IOException, InterruptedException {
    return lab.host(
        () -> apply(new Desired(Set.of(rules.policy()), backend.realize(rules, DAY), "gone")));
  }

  /** Takes away what a policy owns. */
  Plan remove(String policy) throws IOException, InterruptedException {
    return lab.host(() -> apply(new Desired(Set.of(policy), List.of(), "removed")));
  }

  /** The host's rules without Durward's chains, their rules and the jumps to them. */
  Map<Family, List<String>> foreign() throws IOException, InterruptedException {
    Map<Family, List<String>> lines = saved();
    lines.replaceAll(
        (family, all) -> all.stream().filter(line -> !line.contains("DURWARD-")).toList());
    return lines;
  }

  /** The host's rules of both families, without comments and counters. */
  Map<Family, List<String>> saved() throws IOException, InterruptedException {
    Map<Family, List<String>> lines = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      lines.put(family, lab.saved(family));
    }
    return lines;
  }

  private Desired desired(String yaml) throws IOException {
    RuleFile file = RuleFileParser.parse("rules.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    RuleFile.Usable usable =
        assertInstanceOf(RuleFile.Usable.class, file, () -> file.diagnostics().toString());
    RuleSet rules = usable.rules();
    List<Diagnostic> found = backend.check(rules, usable.sources());
    assertTrue(found.stream().noneMatch(Diagnostic::isError), found::toString);
    return new Desired(Set.of(rules.policy()), backend.realize(rules, DAY), "gone");
  }

  private Plan plan(Desired desired) throws IOException, InterruptedException {
    try {
      return Planner.plan(desired, backend.snapshot());
    } catch (FirewallException e) {
      throw new IOException(e);
    }
  }

  private Plan apply(Desired desired) throws IOException, InterruptedException {
    Plan plan = plan(desired);
    assertFalse(plan.isObstructed(), () -> plan.notices().toString());
    ApplyResult result =
        new Applier(backend, new ProcessRunner(), new Unwritten()).apply(plan, desired);
    assertEquals(new ApplyResult.Applied(), result);
    Plan again = plan(desired);
    assertTrue(again.isEmpty(), () -> "right after an apply: " + again);
    return plan;
  }
}
