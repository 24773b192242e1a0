package dev.durward.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.plan.Change.Kind;
import dev.durward.plan.Desired.Realized;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  /** A host on which case has no meaning. */
  private record Host(List<Entry> managed, List<Repair> repairs, List<Diagnostic> notices)
      implements Snapshot {
    static Host with(Entry... lines) {
      return new Host(List.of(lines), List.of(), List.of());
    }

    @Override
    public String canonical(String text) {
      return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public Assessment assess(List<Entry> lines, Desired desired) {
      return new Assessment(repairs, notices);
    }

    @Override
    public Script render(Plan plan) {
      return new Script(List.of());
    }
  }

  private static Entry line(String policy, String rule, String text) {
    return new Entry(Mark.of(policy, rule), "place", text);
  }

  private static Desired web(Realized... rules) {
    return new Desired(Set.of("web"), List.of(rules), "no longer in the file");
  }

  private static Realized rule(String name, String... texts) {
    List<Entry> lines = List.of(texts).stream().map(text -> line("web", name, text)).toList();
    return new Realized(Mark.of("web", name), name, lines, texts.length == 0 ? "expired" : "");
  }

  private static Change only(Plan plan) {
    assertEquals(1, plan.changes().size(), plan.toString());
    return plan.changes().get(0);
  }

  @Test
  void addsWhatIsNotThere() {
    Plan plan = Planner.plan(web(rule("a", "one", "two")), Host.with());
    assertEquals(Kind.ADD, only(plan).kind());
    assertEquals(2, only(plan).added().size());
    assertFalse(plan.isEmpty());
  }

  @Test
  void keepsWhatIsThereInWhateverOrderAndSpelling() {
    Host host = Host.with(line("web", "a", "TWO"), line("web", "a", "one"));
    Plan plan = Planner.plan(web(rule("a", "one", "two")), host);
    assertEquals(Kind.KEEP, only(plan).kind());
    assertTrue(plan.isEmpty());
    assertEquals(Set.copyOf(host.managed()), Set.copyOf(plan.after()), "as the host prints them");
  }

  @Test
  void replacesOnlyTheLinesThatDiffer() {
    Host host = Host.with(line("web", "a", "one"), line("web", "a", "two"));
    Change change = only(Planner.plan(web(rule("a", "two", "three")), host));
    assertEquals(Kind.REPLACE, change.kind());
    assertEquals(List.of(line("web", "a", "one")), change.removed());
    assertEquals(List.of(line("web", "a", "two")), change.kept());
    assertEquals(List.of(line("web", "a", "three")), change.added());
  }

  @Test
  void aLineMoreOftenThanWantedGoes() {
    Host host = Host.with(line("web", "a", "one"), line("web", "a", "ONE"));
    Change change = only(Planner.plan(web(rule("a", "one")), host));
    assertEquals(Kind.REPLACE, change.kind());
    assertEquals(List.of(line("web", "a", "ONE")), change.removed());
  }

  @Test
  void aLineInAnotherPlaceIsAnotherLine() {
    Entry elsewhere = new Entry(Mark.of("web", "a"), "elsewhere", "one");
    Change change = only(Planner.plan(web(rule("a", "one")), Host.with(elsewhere)));
    assertEquals(List.of(elsewhere), change.removed());
    assertEquals(List.of(line("web", "a", "one")), change.added());
  }

  @Test
  void rulesNoLongerInTheFileGoWithItsReason() {
    Change change = only(Planner.plan(web(), Host.with(line("web", "old", "one"))));
    assertEquals(Kind.REMOVE, change.kind());
    assertEquals("no longer in the file", change.reason());
  }

  @Test
  void rulesThatDontHoldGoWithTheirOwnReason() {
    Change change = only(Planner.plan(web(rule("a")), Host.with(line("web", "a", "one"))));
    assertEquals(Kind.REMOVE, change.kind());
    assertEquals("expired", change.reason());
  }

  @Test
  void rulesThatDontHoldAndAreNotThereAreNoChange() {
    assertEquals(List.of(), Planner.plan(web(rule("a")), Host.with()).changes());
  }

  @Test
  void otherPoliciesAreNotConcernedAndStay() {
    Entry other = line("mail", "a", "one");
    Plan plan = Planner.plan(web(rule("a", "one")), Host.with(other));
    assertEquals(Kind.ADD, only(plan).kind());
    assertEquals(List.of(other, line("web", "a", "one")), plan.after());
    assertEquals(List.of(), plan.removed().toList());
  }

  @Test
  void changesFollowTheFileThenThoseThatGo() {
    Host host = Host.with(line("web", "old", "x"), line("web", "b", "one"));
    Plan plan = Planner.plan(web(rule("c", "one"), rule("b", "one")), host);
    assertEquals(
        List.of("c", "b", "old"),
        plan.changes().stream().map(change -> change.mark().rule()).toList());
  }

  @Test
  void aRepairIsAChangeToo() {
    Repair repair = new Repair("place", "the jump is gone", "put it back");
    Host host = new Host(List.of(line("web", "a", "one")), List.of(repair), List.of());
    Plan plan = Planner.plan(web(rule("a", "one")), host);
    assertEquals(List.of(repair), plan.repairs());
    assertFalse(plan.isEmpty());
  }

  @Test
  void onlyAnErrorOfTheHostForbidsThePlan() {
    Diagnostic warning =
        new Diagnostic(Severity.WARNING, Optional.empty(), "mind this", Optional.empty());
    Diagnostic error = new Diagnostic(Severity.ERROR, Optional.empty(), "not so", Optional.empty());
    Host warns = new Host(List.of(), List.of(), List.of(warning));
    Host refuses = new Host(List.of(), List.of(), List.of(warning, error));
    assertFalse(Planner.plan(web(), warns).isObstructed());
    assertTrue(Planner.plan(web(), refuses).isObstructed());
  }
}
