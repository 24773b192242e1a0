package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.evaluation.Condition.Split;
import dev.durward.platform.iptables.evaluation.Decision.Accepted;
import dev.durward.platform.iptables.evaluation.Decision.Dropped;
import dev.durward.platform.iptables.evaluation.Decision.Unsaid;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way of packets through the chains of one table. Where nobody can tell whether they meet a
 * rule, both ways are followed. Where they can't be followed at all their way ends unsaid, or they
 * go on as if nothing had met them.
 */
final class ChainRun {
  /** More cases than that at one rule are of no use to anybody. */
  private static final int MOST_FLOWS = 512;

  /** So many can be put together again without being noticed. */
  private static final int FEW_FLOWS = 8;

  /** More in a row are worth to be looked at together. */
  private static final int FEW_RULES = 8;

  private static final String TOO_MANY = "there are too many cases to follow";

  private final String name;
  private final Table table;
  private final Subject subject;
  private final MatchReader reader;
  private final boolean goesOn;
  private final Map<String, @Nullable Match[]> matches = new HashMap<>();
  private final List<Outcome> ended = new ArrayList<>();

  /**
   * @param name of the table
   * @param goesOn whether packets that can't be followed go on
   */
  ChainRun(String name, Table table, Subject subject, MatchReader reader, boolean goesOn) {
    this.name = name;
    this.table = table;
    this.subject = subject;
    this.reader = reader;
    this.goesOn = goesOn;
  }

  /** What becomes of packets in a built-in chain; a table that has none accepts them all. */
  List<Outcome> outcomes(String chain, Region region) {
    List<Flow> through =
        walk(chain, List.of(new Flow(region, List.of())), List.of(), Set.of(chain));
    String policy = table.policy(chain);
    Step step = new Step(name, chain, List.of(), policy);
    Decision decision = policy.equals("DROP") ? new Dropped() : new Accepted();
    for (Flow flow : through) {
      ended.add(new Outcome(flow.region(), new Way(decision, List.of(step), flow.provided())));
    }
    return List.copyOf(ended);
  }

  /**
   * Walks a chain.
   *
   * @param jumps the rules that led here
   * @param entered the chains that led here, and this one
   * @return what comes out of its end, or leaves it
   */
  private List<Flow> walk(
      String chain, List<Flow> entering, List<Step> jumps, Set<String> entered) {
    List<Flow> left = new ArrayList<>();
    List<Flow> flows = entering;
    List<RuleLine> rules = table.rules(chain);
    for (int i = 0; i < rules.size() && !flows.isEmpty(); i++) {
      RuleLine rule = rules.get(i);
      Match match = match(chain, i, rule);
      List<Flow> here = flows;
      Predicate<Match> isIdle =
          some -> here.stream().allMatch(flow -> some.excludes(flow.region()));
      if (isIdle.test(match)) {
        continue;
      }
      Optional<AddressRow> row =
          AddressRow.at(i, rules, at -> match(chain, at, rules.get(at)), isIdle);
      if (row.isPresent() && row.get().parts().size() > FEW_RULES) {
        flows = behind(row.get(), chain, flows, jumps);
        flows = goesOn ? Flow.few(flows, entering) : flows;
        i = row.get().end() - 1;
        continue;
      }
      List<Flow> on = new ArrayList<>();
      List<Flow> at = new ArrayList<>();
      for (Flow flow : flows) {
        Split split = match.split(flow.region());
        split.unmet().forEach(region -> on.add(flow.of(region)));
        split.met().forEach(region -> at.add(flow.of(region)));
        for (Region region : split.unsure()) {
          on.add(flow.of(region));
          at.add(flow.of(region).provided(match.unknown()));
        }
      }
      if (!at.isEmpty()) {
        take(rule, at, steps(jumps, chain, List.of(rule)), entered, on, left);
      }
      flows = on.size() > FEW_FLOWS || table.isUserChain(target(rule)) ? Flow.united(on) : on;
      if (goesOn) {
        flows = Flow.few(flows, entering);
      } else if (flows.size() > MOST_FLOWS) {
        end(flows, new Unsaid(TOO_MANY), jumps);
        return Flow.united(left);
      }
    }
    left.addAll(flows);
    return Flow.united(left);
  }

  /** Those of the flows that go on behind rules in a row. */
  private List<Flow> behind(AddressRow row, String chain, List<Flow> flows, List<Step> jumps) {
    List<Flow> on = new ArrayList<>();
    for (Flow flow : flows) {
      AddressRow.Behind behind = row.behind(flow.region());
      for (AddressRow.Ended each : behind.ended()) {
        List<Step> steps = steps(jumps, chain, each.rules());
        end(List.of(flow.of(each.region())), each.decision(), steps);
      }
      behind.on().forEach(region -> on.add(flow.of(region)));
    }
    return on;
  }

  private List<Step> steps(List<Step> jumps, String chain, List<RuleLine> rules) {
    List<Step> steps = new ArrayList<>(jumps);
    steps.add(new Step(name, chain, rules, table.policy(chain)));
    return steps;
  }

  private Match match(String chain, int index, RuleLine rule) {
    @Nullable Match[] known =
        matches.computeIfAbsent(chain, each -> new @Nullable Match[table.rules(each).size()]);
    Match match = known[index];
    if (match == null) {
      match = reader.read(rule);
      known[index] = match;
    }
    return match;
  }

  private static String target(RuleLine rule) {
    return rule.target().orElse("");
  }

  /**
   * Does with packets what a rule's target does.
   *
   * @param on takes those that go on behind the rule
   * @param left takes those that leave the chain
   */
  private void take(
      RuleLine rule,
      List<Flow> flows,
      List<Step> steps,
      Set<String> entered,
      List<Flow> on,
      List<Flow> left) {
    Optional<Decision> decision = Decision.of(rule);
    if (decision.isPresent()) {
      end(flows, decision.get(), steps);
      return;
    }
    String target = target(rule);
    switch (target) {
      case "DNAT" -> end(flows, Translation.ofDnat(rule, subject.family()), steps);
      case "REDIRECT" -> end(flows, Translation.ofRedirect(rule, subject), steps);
      case "RETURN" -> left.addAll(flows);
      case "MARK" ->
          flows.forEach(
              flow ->
                  on.add(
                      flow.of(flow.region().marked(Marking.behind(rule, flow.region().mark())))));
      case "CONNMARK" ->
          flows.forEach(
              flow ->
                  on.add(
                      rule.words().contains("--restore-mark")
                          ? flow.of(flow.region().marked(Optional.empty()))
                          : flow));
      case "NOTRACK", "CT" ->
          flows.forEach(
              flow -> on.add(isTracked(rule) ? flow : flow.of(flow.region().in(State.UNTRACKED))));
      case "",
          "LOG",
          "NFLOG",
          "ULOG",
          "AUDIT",
          "TRACE",
          "SET",
          "TCPMSS",
          "TCPOPTSTRIP",
          "DSCP",
          "TOS",
          "TTL",
          "HL",
          "ECN",
          "CLASSIFY",
          "CHECKSUM",
          "CONNSECMARK",
          "SECMARK",
          "IDLETIMER",
          "LED",
          "RATEEST",
          "TEE",
          "MASQUERADE",
          "SNAT" ->
          on.addAll(flows);
      default -> {
        if (!table.isUserChain(target) || entered.contains(target)) {
          if (goesOn) {
            on.addAll(flows);
          } else {
            end(flows, new Unsaid("what " + target + " does"), steps);
          }
          return;
        }
        Set<String> deeper = new HashSet<>(entered);
        deeper.add(target);
        List<Flow> back = walk(target, flows, steps, deeper);
        (rule.isGoto() ? left : on).addAll(back);
      }
    }
  }

  private static boolean isTracked(RuleLine rule) {
    return target(rule).equals("CT") && !rule.words().contains("--notrack");
  }

  private void end(List<Flow> flows, Decision decision, List<Step> steps) {
    flows.forEach(
        flow -> ended.add(new Outcome(flow.region(), new Way(decision, steps, flow.provided()))));
  }
}
