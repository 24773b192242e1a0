package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import dev.durward.kernel.Attempt.Seen;
import dev.durward.kernel.Conversation.Outcome;
import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Flow;
import dev.durward.model.Flow.Leg;
import dev.durward.model.Inbound;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Loss;
import dev.durward.platform.ManagementSession;
import dev.durward.platform.Passage;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Rules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Generated changes of a host with connections open meanwhile: what a plan says that it takes from
 * them is what the kernel takes, no more and no less.
 */
final class LossTrial {
  private static final String POLICY = "generated";
  private static final int FLOWS = 20;
  private static final int MORE = 6;
  private static final long QUICK = 250;
  private static final long PATIENT = 4_000;
  private static final int TCP = 6;
  private final Lab lab;
  private final FirewallBackend backend;
  private final int mostLines;
  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final GeneratedRules generated = new GeneratedRules(seed);
  private final GeneratedFlows flows = new GeneratedFlows(random);
  private final Map<Leg, Integer> lost = new EnumMap<>(Leg.class);
  private String host = "";
  private int kept;

  /**
   * @param mostLines how many lines a rule set may come to
   */
  LossTrial(String name, Lab lab, FirewallBackend backend, int mostLines) {
    this.lab = lab;
    this.backend = backend;
    this.mostLines = mostLines;
    System.out.println("losses, " + name + ": -Ddurward.seed=" + seed);
  }

  /** Tries one change of a host, which asks for the states of connections. */
  void change(String name) throws Exception {
    host = name;
    RuleSet before = free(this::first);
    new Doorward(lab, backend).apply(before);
    change(before, free(() -> next(before)));
  }

  /** With an allow that most connections come by, somewhere among the others. */
  private RuleSet first() {
    List<Rule> rules = new ArrayList<>(generated.ruleSet(POLICY).rules());
    rules.add(
        random.nextInt(rules.size()),
        Rules.rule("all", Action.ALLOW).ports(GeneratedRules.PORTS).rule());
    return new RuleSet(POLICY, rules);
  }

  /** Rules that nothing about the host is in the way of. */
  private RuleSet free(Supplier<RuleSet> rules) throws IOException, InterruptedException {
    while (true) {
      RuleSet some = sayable(rules.get());
      if (isFree(some)) {
        return some;
      }
    }
  }

  /**
   * Tries changes of a host, and a few more where no connection was open before any: a generated
   * block may shut all of them.
   */
  void changes(int count, String name) throws Exception {
    for (int round = 0; round < count || (isIdle() && round < count + MORE); round++) {
      change(name);
    }
  }

  private boolean isIdle() {
    return kept == 0 && lost.isEmpty();
  }

  /** That there were any. */
  void end() {
    System.out.println("losses: " + lost + " lost, " + kept + " kept");
    assertFalse(isIdle(), "no connection was open");
  }

  /**
   * Without what the program that keeps the rules can't say, and without source ports: whoever
   * comes again comes from just any.
   */
  private RuleSet sayable(RuleSet rules) {
    Place place = new Place(POLICY, 1, 1, "");
    List<Rule> some = new ArrayList<>(rules.rules());
    some.removeIf(
        rule ->
            !rule.sourcePorts().isAll()
                || backend.check(new RuleSet(POLICY, List.of(rule)), (name, key) -> place).stream()
                    .anyMatch(Diagnostic::isError));
    while (desired(new RuleSet(POLICY, some)).rules().stream()
            .mapToInt(rule -> rule.entries().size())
            .sum()
        > mostLines) {
      some.remove(0);
    }
    return new RuleSet(POLICY, some, rest(place));
  }

  private Inbound rest(Place place) {
    RuleSet shut = new RuleSet(POLICY, List.of(), Inbound.BLOCK);
    boolean may = backend.check(shut, (name, key) -> place).isEmpty();
    return may && random.nextInt(3) == 0 ? Inbound.BLOCK : Inbound.ALLOW;
  }

  private Desired desired(RuleSet rules) {
    return new Desired(Set.of(POLICY), backend.realize(rules, Doorward.DAY), "gone");
  }

  private boolean isFree(RuleSet rules) throws IOException, InterruptedException {
    return lab.host(
        () -> {
          try {
            return !Planner.plan(desired(rules), backend.snapshot()).isObstructed();
          } catch (FirewallException | InterruptedException e) {
            throw new IOException(e);
          }
        });
  }

  /** Others, fewer, or some turned into their contrary. */
  private RuleSet next(RuleSet before) {
    List<Rule> rules = new ArrayList<>(before.rules());
    switch (random.nextInt(3)) {
      case 0 -> rules.removeIf(rule -> random.nextBoolean());
      case 1 ->
          rules.replaceAll(
              rule ->
                  random.nextBoolean()
                      ? rule
                      : GeneratedRules.copy(rule, rule.name(), random.nextBoolean()));
      default -> rules = new ArrayList<>(generated.ruleSet(POLICY).rules());
    }
    return new RuleSet(POLICY, rules);
  }

  private void change(RuleSet before, RuleSet after) throws Exception {
    List<Flow> tried = new ArrayList<>();
    while (tried.size() < FLOWS) {
      Flow flow = flows.next();
      if (flow.direction() == Direction.IN && flow.protocol() == TCP) {
        tried.add(flow);
      }
    }
    again(running(dial(tried, QUICK), before, after), before, after);
  }

  /** Makes the change with connections open, and says what they were to lose. */
  private Map<Flow, Set<Leg>> running(List<Attempt> attempts, RuleSet before, RuleSet after)
      throws Exception {
    Map<Flow, Conversation> open = new LinkedHashMap<>();
    try (OpenPorts services = lab.host(() -> OpenPorts.listen(GeneratedRules.PORTS))) {
      for (Attempt attempt : attempts) {
        if (attempt.seen() == Seen.ANSWERED) {
          Flow flow = flows.again(attempt.flow());
          open.put(flow, conversation(flow, services));
        }
      }
      Map<Flow, Set<Leg>> losses = lab.host(() -> losses(after, open.keySet()));
      new Doorward(lab, backend).apply(after);
      for (var each : open.entrySet()) {
        Set<Leg> seen = seen(each.getValue());
        Set<Leg> said = EnumSet.copyOf(losses.get(each.getKey()));
        said.remove(Leg.OPENING);
        assertEquals(said, seen, () -> describe(each.getKey(), before, after));
      }
      return losses;
    } finally {
      for (Conversation each : open.values()) {
        each.close();
      }
    }
  }

  private Map<Flow, Set<Leg>> losses(RuleSet rules, Set<Flow> open) throws IOException {
    try {
      HostSnapshot snapshot = backend.snapshot();
      Plan plan = Planner.plan(desired(rules), snapshot);
      Map<Flow, Set<Leg>> losses = new LinkedHashMap<>();
      for (Flow flow : open) {
        List<Loss> all = snapshot.losses(plan, List.of(Passage.of(session(flow))));
        losses.put(flow, all.isEmpty() ? EnumSet.noneOf(Leg.class) : all.get(0).legs());
      }
      return losses;
    } catch (FirewallException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static ManagementSession session(Flow flow) {
    return new ManagementSession(
        "test",
        flow.protocol(),
        flow.destinationPort(),
        Optional.of(flow.local()),
        Optional.of(new Endpoint(flow.remote(), flow.sourcePort())),
        Optional.of(flow.networkInterface()),
        "test");
  }

  private Conversation conversation(Flow flow, OpenPorts services) throws Exception {
    return services.conversation(
        lab::neighbour,
        Conversation.at(flow.remote().toString(), flow.sourcePort()),
        Conversation.at(flow.local().toString(), flow.destinationPort()));
  }

  /** Which of its packets don't get through any more. */
  private Set<Leg> seen(Conversation conversation) throws IOException {
    Set<Leg> legs = EnumSet.noneOf(Leg.class);
    Outcome said = conversation.say();
    if (said != Outcome.DELIVERED) {
      legs.add(Leg.RUNNING);
    }
    // A connection that was reset gives no answer.
    if (said != Outcome.RESET && conversation.answer() != Outcome.DELIVERED) {
      legs.add(Leg.REPLY);
    }
    return legs;
  }

  /** Whether those who came in come in once more. */
  private void again(Map<Flow, Set<Leg>> losses, RuleSet before, RuleSet after) throws Exception {
    Map<Flow, Flow> anew = new LinkedHashMap<>();
    losses.keySet().forEach(flow -> anew.put(flows.again(flow), flow));
    for (Attempt attempt : dial(List.copyOf(anew.keySet()), QUICK)) {
      Flow flow = anew.getOrDefault(attempt.flow(), attempt.flow());
      Set<Leg> said = losses.getOrDefault(flow, Set.of());
      // Without the answers of this host no connection comes about either.
      boolean shut = said.contains(Leg.OPENING) || said.contains(Leg.REPLY);
      Seen seen = attempt.seen();
      if (seen == Seen.SILENCE && !shut) {
        seen = dial(List.of(flows.again(flow)), PATIENT).get(0).seen();
      }
      assertEquals(shut, seen != Seen.ANSWERED, () -> describe(flow, before, after));
      said.forEach(leg -> lost.merge(leg, 1, Integer::sum));
      kept += said.isEmpty() ? 1 : 0;
    }
  }

  private List<Attempt> dial(List<Flow> some, long patience) throws Exception {
    try (EchoServers servers = lab.everywhere(true, GeneratedRules.PORTS)) {
      assertTrue(servers != null);
      return lab.neighbour(() -> Dialer.dial(some, patience));
    }
  }

  private String describe(Flow flow, RuleSet before, RuleSet after) {
    return host
        + ", seed "
        + seed
        + ", "
        + flow
        + "\nbefore:\n"
        + GeneratedRules.describe(before)
        + "\nafter:\n"
        + GeneratedRules.describe(after);
  }
}
