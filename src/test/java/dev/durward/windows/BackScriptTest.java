package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.kernel.GeneratedRules;
import dev.durward.model.RuleSet;
import dev.durward.plan.Plan;
import dev.durward.plan.Retreat;
import dev.durward.plan.Script.Step;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What takes a change back on Windows, whatever part of the change has been made. */
class BackScriptTest {
  private static final String FOREIGN =
      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=Remote Desktop|";
  private static final int SETS = 5;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final GeneratedRules generated = new GeneratedRules(seed);
  private final Random random = new Random(seed);

  private RuleSet ruleSet() {
    return GeneratedRules.portable(generated.whole("web"));
  }

  private static DefenderHost host(RuleSet rules) throws Exception {
    DefenderHost host = DefenderHost.loose().with("{1}", FOREIGN);
    host.make(rules);
    return host;
  }

  private static Settings settings(Fault.Kind kind, int at) {
    return Settings.of(Language.GERMAN).with(new Fault(kind, at));
  }

  private static String script(Plan plan) {
    Retreat retreat = plan.before().retreat(plan);
    return assertInstanceOf(Retreat.Whole.class, retreat, retreat.toString()).script();
  }

  private static int run(String script, DefenderHost host, Settings settings) {
    return new BackFile(script, host.store(), settings).run();
  }

  /**
   * Runs a plan until netsh is killed.
   *
   * @param at the first command that doesn't come to be run; scripts count by their lines
   * @return whether that is one of the plan's
   */
  private static boolean runUntil(int at, Plan plan, DefenderHost host) throws Exception {
    Settings settings = settings(Fault.Kind.DIES, at);
    NetshRunner runner =
        new NetshRunner(new NetshModel(host.store(), settings), settings.codePage());
    for (Step step : plan.before().render(plan).steps()) {
      if (!runner.run(step.command()).succeeded()) {
        return true;
      }
    }
    return false;
  }

  private interface Case {
    void run(RuleSet first, RuleSet second) throws Exception;
  }

  private void overGeneratedRules(Case each) throws Exception {
    RuleSet none = new RuleSet("web", List.of());
    for (int i = 0; i < SETS; i++) {
      RuleSet rules = ruleSet();
      each.run(none, rules);
      each.run(rules, none);
      each.run(rules, ruleSet());
    }
  }

  @Test
  void theHostIsAsBeforeWhereverTheChangeEnded() throws Exception {
    int[] ends = {0};
    overGeneratedRules(
        (first, second) -> {
          boolean isPart = true;
          for (int at = 1; isPart; at++) {
            DefenderHost host = host(first);
            List<String> before = host.texts();
            Plan plan = host.plan(host.desired(second));
            String script = script(plan);
            isPart = runUntil(at, plan, host);
            for (int run = 0; run < 2; run++) {
              assertEquals(0, run(script, host, Settings.of(Language.GERMAN)));
              assertEquals(
                  before, host.texts(), "seed " + seed + ", ended at " + at + "\n" + script);
            }
            ends[0]++;
          }
        });
    assertTrue(ends[0] > 80, "ends: " + ends[0]);
    System.out.println("a change of Windows taken back from " + ends[0] + " points of its way");
  }

  /** What can't be done holds nothing else up, is said, and is made good by the next run. */
  @Test
  void aCommandThatFailsIsMadeGoodByTheNextRun() throws Exception {
    int[] failures = {0};
    overGeneratedRules(
        (first, second) -> {
          for (Fault.Kind kind : List.of(Fault.Kind.FAILS, Fault.Kind.WORKS_AND_FAILS)) {
            for (int at = 1; at < 40; at += 1 + random.nextInt(4)) {
              DefenderHost host = host(first);
              List<String> before = host.texts();
              Plan plan = host.plan(host.desired(second));
              runUntil(Integer.MAX_VALUE, plan, host);
              String script = script(plan);
              int exit = run(script, host, settings(kind, at));
              if (exit == 0 && host.texts().equals(before)) {
                continue;
              }
              failures[0]++;
              String meanwhile = host.texts().toString().replace(" going]", "]");
              for (String rule : before.stream().filter(text -> text.startsWith("v")).toList()) {
                assertTrue(meanwhile.contains(rule), rule + " is lost meanwhile, seed " + seed);
              }
              assertEquals(0, run(script, host, Settings.of(Language.GERMAN)));
              assertEquals(before, host.texts(), "seed " + seed + ", " + kind + " at " + at);
            }
          }
        });
    assertTrue(failures[0] > 20, "failures: " + failures[0]);
  }

  /** netsh deletes all that have one name, and so does the plan that lets one of them stay. */
  @Test
  void twoOfOneNameComeBackBoth() throws Exception {
    RuleSet rules = ruleSet();
    DefenderHost host = host(rules);
    String own =
        host.texts().stream()
            .filter(text -> text.contains("[durward:web]"))
            .findFirst()
            .orElseThrow();
    host.with("{2}", own.replace("Active=TRUE", "Active=FALSE")).with("{3}", own);
    List<String> before = host.texts();
    Plan plan = host.plan(host.desired(rules));
    String script = script(plan);
    runUntil(Integer.MAX_VALUE, plan, host);
    assertEquals(before.size() - 2, host.texts().size());
    assertEquals(0, run(script, host, Settings.of(Language.GERMAN)));
    assertEquals(before, host.texts(), "seed " + seed + "\n" + script);
  }

  private static final RuleSet NONE = new RuleSet("web", List.of());

  /** The rule as somebody has changed it on the host, before it is removed. */
  private static Retreat retreat(String text) throws Exception {
    DefenderHost host = DefenderHost.empty().with("{1}", text);
    Plan plan = host.plan(host.desired(NONE));
    assertEquals(1, plan.removed().count(), text);
    return plan.before().retreat(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Name=a [durward:web]|Desc=say \"hi\" & del;a quotation mark",
        "Name=a [durward:web]|IF={11111111-2222-3333-4444-555555555555};netsh has no word for IF=",
        "Name=a [durward:web going];not the name that Durward gave it",
      })
  void whatNoScriptCanPutBackIsSaid(String fields, String why) throws Exception {
    Retreat retreat =
        retreat("v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=1|" + fields + "|");
    String said = assertInstanceOf(Retreat.None.class, retreat).why();
    assertTrue(said.contains(why), said);
  }

  @ParameterizedTest
  @CsvSource({
    "Desc=ends in \\",
    "Desc=100%% of %PATH% ^ & !x!",
    "App=C:\\a b (x86)\\x.exe",
    "Desc=ä 防"
  })
  void whatCmdWouldReadOtherwiseComesBackAsItStood(String field) throws Exception {
    String text =
        "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=1|"
            + (field.startsWith("App")
                ? field + "|Name=a [durward:web]|"
                : "Name=a [durward:web]|" + field + "|");
    DefenderHost host = DefenderHost.empty().with("{1}", text);
    Plan plan = host.plan(host.desired(NONE));
    String script = script(plan);
    runUntil(Integer.MAX_VALUE, plan, host);
    assertEquals(Map.of(), host.store().values());
    assertEquals(0, run(script, host, Settings.of(Language.GERMAN)));
    assertEquals(1, host.store().values().size());
    assertTrue(host.plan(plan.asBefore()).isEmpty(), host.texts() + "\n" + script);
    assertNotEquals(plan.asBefore().rules(), List.of());
  }
}
