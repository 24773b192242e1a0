package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.kernel.GeneratedRules;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.iptables.IptablesBackend.Dump;
import dev.durward.platform.iptables.placement.ChainContent;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds of every plan and its script, on generated rule sets and hosts, some of them
 * vandalised, without a kernel: on {@link FilterTableModel}.
 */
class ScriptLawsTest {
  private static final int HOSTS = 100;
  private static final int PLANS = 8;
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  private static final IptablesBackend BACKEND =
      new IptablesBackend(
          () -> Tools.USUAL,
          command -> {
            throw new AssertionError("a plan runs nothing: " + command);
          },
          Capabilities::current,
          user -> Optional.empty());

  private final Map<Family, FilterTableModel> host = new EnumMap<>(Family.class);
  private Random random = new Random(0);
  private Others others = new Others(random);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyPlanKeepsTheLaws(boolean vandals) throws FirewallException {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("script laws, vandals " + vandals + ": -Ddurward.seed=" + seed);
    random = new Random(seed);
    others = new Others(random);
    GeneratedRules generated = new GeneratedRules(seed);
    int edited = 0;
    for (int i = 0; i < HOSTS; i++) {
      newHost();
      for (int j = 0; j < PLANS; j++) {
        String policy = random.nextBoolean() ? "web" : "mail";
        boolean all = random.nextInt(5) > 0;
        edited += keepsTheLaws(desired(all ? generated.whole(policy) : none(policy)));
        if (vandals) {
          for (Family family : Family.values()) {
            others.vandalise(table(family));
          }
        }
      }
      if (!vandals) {
        removalRestores();
      }
    }
    System.out.println("script laws: " + edited + " scripts run, taken back and run again");
    assertTrue(edited > HOSTS, "most plans change something: " + edited);
  }

  private static RuleSet none(String policy) {
    return new RuleSet(policy, List.of());
  }

  private static Desired desired(RuleSet rules) {
    return new Desired(Set.of(rules.policy()), BACKEND.realize(rules, DAY), "gone");
  }

  private Plan plan(Desired desired) throws FirewallException {
    IptablesSnapshot there =
        IptablesBackend.snapshotOf(
            new Dump("v4", table(Family.IPV4).dump()), new Dump("v6", table(Family.IPV6).dump()));
    Plan plan = Planner.plan(desired, there);
    assertEquals(plan.isEmpty(), Planner.isMet(desired, there), "told without a plan");
    assertEquals(plan.keepsRules(), Planner.keepsRules(desired, there));
    return plan;
  }

  private FilterTableModel table(Family family) {
    return host.getOrDefault(family, new FilterTableModel("ACCEPT", "ACCEPT"));
  }

  private Map<Family, Map<String, List<String>>> chains() {
    Map<Family, Map<String, List<String>>> chains = new EnumMap<>(Family.class);
    host.forEach((family, table) -> chains.put(family, table.chains()));
    return chains;
  }

  /** Makes a plan so, and looks at everything that must hold. Gives how many steps it had. */
  private int keepsTheLaws(Desired desired) throws FirewallException {
    Plan plan = plan(desired);
    Script script = plan.before().render(plan);
    assertEquals(plan.isEmpty(), script.steps().isEmpty(), "an empty plan is an empty script");
    var before = chains();
    run(script);
    var after = chains();
    assertEquals(sorted(plan.after()), sorted(marked()), "the script gives what the plan says");
    Plan again = plan(desired);
    assertTrue(again.isEmpty(), () -> describe("a plan after an apply is empty", again, before));
    foreignIsUntouched(before, after);
    othersAreUntouched(before, after, desired.policies());
    if (!desired.rules().isEmpty()) {
      ordersHold(after);
    }
    for (int i = script.steps().size() - 1; i >= 0; i--) {
      Step step = script.steps().get(i);
      table(family(step)).restore(step.undo().orElseThrow().input().orElseThrow());
    }
    assertEquals(before, chains(), "the undo takes it all back");
    run(script);
    assertEquals(after, chains());
    return script.steps().size();
  }

  private String describe(String law, Plan plan, Map<Family, Map<String, List<String>>> before) {
    return law
        + "\n"
        + plan.repairs()
        + plan.removed().toList()
        + plan.added().toList()
        + "\nbefore: "
        + before
        + "\nafter: "
        + chains();
  }

  private void run(Script script) {
    for (Step step : script.steps()) {
      table(family(step)).restore(step.command().input().orElseThrow());
    }
  }

  private static Family family(Step step) {
    return step.label().equals(Family.IPV4.word()) ? Family.IPV4 : Family.IPV6;
  }

  private static List<String> sorted(List<Entry> entries) {
    return entries.stream().map(entry -> entry.place() + " " + entry.text()).sorted().toList();
  }

  /** What is marked on the host, as read back. */
  private List<Entry> marked() throws FirewallException {
    return plan(desired(none("nobody"))).before().managed();
  }

  private static boolean isFrame(String rule) {
    return rule.equals(OwnChain.REPLIES_PASS) || rule.contains("-j DURWARD-");
  }

  private static Optional<String> owner(String rule) {
    return new RuleLine(1, rule, 0).mark().map(mark -> mark.policy());
  }

  private static List<String> foreign(Map<String, List<String>> chains) {
    List<String> foreign = new ArrayList<>();
    chains.forEach(
        (chain, rules) ->
            rules.stream()
                .filter(rule -> !isFrame(rule) && owner(rule).isEmpty())
                .forEach(rule -> foreign.add(chain + " " + rule)));
    return foreign;
  }

  private static void foreignIsUntouched(
      Map<Family, Map<String, List<String>>> before, Map<Family, Map<String, List<String>>> after) {
    before.forEach(
        (family, chains) ->
            assertEquals(foreign(chains), foreign(after.getOrDefault(family, Map.of()))));
  }

  /** Lines of other policies stay in their order, unless a vandal had put them out of it. */
  private static void othersAreUntouched(
      Map<Family, Map<String, List<String>>> before,
      Map<Family, Map<String, List<String>>> after,
      Set<String> concerned) {
    before.forEach(
        (family, chains) ->
            chains.forEach(
                (chain, rules) -> {
                  List<String> now =
                      after.getOrDefault(family, Map.of()).getOrDefault(chain, List.of());
                  List<String> others = others(rules, concerned);
                  List<String> left = others(now, concerned);
                  boolean inOrder = isInOrder(chain, rules);
                  assertEquals(
                      inOrder ? others : others.stream().sorted().toList(),
                      inOrder ? left : left.stream().sorted().toList());
                }));
  }

  private static boolean isInOrder(String chain, List<String> rules) {
    return OwnChain.named(chain).map(own -> ChainContent.isInOrder(own, lines(rules))).orElse(true);
  }

  private static List<String> others(List<String> rules, Set<String> concerned) {
    return rules.stream()
        .filter(rule -> owner(rule).filter(policy -> !concerned.contains(policy)).isPresent())
        .toList();
  }

  private static List<RuleLine> lines(List<String> rules) {
    return rules.stream().map(rule -> new RuleLine(1, rule, 0)).toList();
  }

  /** Replies pass first, then what is logged, then drops before rejects, whoever owns them. */
  private static void ordersHold(Map<Family, Map<String, List<String>>> after) {
    for (Map<String, List<String>> chains : after.values()) {
      for (OwnChain own : OwnChain.values()) {
        List<String> rules = chains.getOrDefault(own.chain(), List.of());
        int rank = 0;
        for (String rule : rules.stream().filter(rule -> owner(rule).isPresent()).toList()) {
          int next = rule.contains(" -j LOG ") ? 0 : rule.contains(" -j REJECT ") ? 2 : 1;
          next = rule.contains("/inbound: block\"") ? rule.endsWith(" -j RETURN") ? 3 : 4 : next;
          assertTrue(next >= rank, own.chain() + ": " + rules);
          rank = next;
        }
        if (own.blocks() && rank > 0) {
          assertEquals(OwnChain.REPLIES_PASS, rules.get(0));
        }
      }
    }
  }

  private void removalRestores() throws FirewallException {
    keepsTheLaws(desired(none("web")));
    keepsTheLaws(desired(none("mail")));
    for (Family family : Family.values()) {
      assertFalse(
          table(family).chains().toString().contains("DURWARD"), "nothing of Durward's is left");
    }
  }

  private void newHost() {
    for (Family family : Family.values()) {
      String[] policies = {"ACCEPT", "DROP"};
      FilterTableModel table =
          new FilterTableModel(policies[random.nextInt(2)], policies[random.nextInt(2)]);
      StringBuilder script = new StringBuilder("*filter\n:bans - [0:0]\n-A bans -j RETURN\n");
      for (String chain : List.of("INPUT", "OUTPUT")) {
        for (int i = random.nextInt(6); i > 0; i--) {
          script.append("-A ").append(chain).append(' ').append(others.rule(i)).append('\n');
        }
      }
      table.restore(script + "COMMIT\n");
      host.put(family, table);
    }
  }
}
