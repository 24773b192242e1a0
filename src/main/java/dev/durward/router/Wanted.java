package dev.durward.router;

import dev.durward.model.Family;
import dev.durward.model.Forwarding;
import dev.durward.model.Platform;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What rules want of the router. */
public final class Wanted {
  /** Where a plan's lines about the router stand. */
  public static final String PLACE = Forward.PLACE;

  private Wanted() {}

  /** The same, with what these rules want of the router on that day. Pure. */
  public static Desired added(
      Desired desired, List<RuleSet> policies, Platform platform, LocalDate day) {
    Map<Mark, Realized> wanted = new HashMap<>();
    for (RuleSet policy : policies) {
      for (Rule rule : policy.rules()) {
        if (rule.forwarding().isPresent() && rule.inForce(platform, day)) {
          Mark mark = Mark.of(policy.policy(), rule.name());
          Forwarding forwarding = rule.forwarding().get();
          List<Entry> lines = of(mark, rule, forwarding);
          wanted.put(mark, new Realized(mark, "; " + forwarding.summary(), lines, ""));
        }
      }
    }
    return wanted.isEmpty() ? desired : added(desired, wanted);
  }

  private static List<Entry> of(Mark mark, Rule rule, Forwarding forwarding) {
    List<Entry> entries = new ArrayList<>();
    for (Family family : Family.values()) {
      if (forwarding.families().contains(family)) {
        for (Protocol protocol : rule.protocols()) {
          for (int port : rule.destinationPorts().ports().toArray()) {
            int external = forwarding.externalPort().orElse(port);
            entries.add(
                new Forward(mark, family, protocol, external, port, forwarding.lease()).entry());
          }
        }
      }
    }
    return entries;
  }

  private static Desired added(Desired desired, Map<Mark, Realized> wanted) {
    List<Realized> rules = new ArrayList<>();
    for (Realized rule : desired.rules()) {
      Realized more = wanted.get(rule.mark());
      rules.add(more == null ? rule : both(rule, more));
    }
    return new Desired(desired.policies(), rules, desired.gone(), desired.places());
  }

  private static Realized both(Realized rule, Realized more) {
    List<Entry> entries = new ArrayList<>(rule.entries());
    entries.addAll(more.entries());
    return new Realized(rule.mark(), rule.summary() + more.summary(), entries, rule.reason());
  }

  /** What of it is about the router, in its order. */
  static List<Forward> of(Desired desired) {
    List<Forward> forwards = new ArrayList<>();
    for (Realized rule : desired.rules()) {
      rule.entries().forEach(entry -> Forward.of(entry).ifPresent(forwards::add));
    }
    return forwards;
  }

  /** What of it is about the host. */
  public static Desired withoutRouter(Desired desired) {
    List<Realized> rules = new ArrayList<>();
    for (Realized rule : desired.rules()) {
      List<Entry> entries =
          rule.entries().stream().filter(entry -> !Forward.isLine(entry)).toList();
      rules.add(new Realized(rule.mark(), rule.summary(), entries, rule.reason()));
    }
    return new Desired(desired.policies(), rules, desired.gone(), desired.places());
  }
}
