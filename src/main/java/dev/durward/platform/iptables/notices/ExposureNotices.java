package dev.durward.platform.iptables.notices;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.placement.Reach;
import dev.durward.platform.iptables.placement.Takers;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.LineMatch;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.state.Places;
import dev.durward.platform.iptables.state.PlannedTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells of others' lines that {@link InboundBlock} meets: those before it accept what it would
 * refuse, and what those behind it accept is refused by it.
 */
public final class ExposureNotices {
  private static final int TCP = 6;
  private static final Set<Integer> ICMP = Set.of(1, 58);

  private final Family family;
  private final Table filter;
  private final Reach reach;
  private final Diagnosis diagnosis;
  private final List<Diagnostic> found = new ArrayList<>();

  /** Makes a finding of how grave it is, what is wrong and what to do. */
  @FunctionalInterface
  private interface Diagnosis {
    Diagnostic of(Severity severity, String message, String proposal);
  }

  private ExposureNotices(PlannedTables tables, Diagnosis diagnosis) {
    this.family = tables.state().family();
    this.filter = tables.state().filter();
    this.reach = new Reach(filter);
    this.diagnosis = diagnosis;
  }

  /** Those of a plan; none if no policy that it is about refuses all else. */
  public static List<Diagnostic> of(List<PlannedTables> families, Desired desired) {
    List<Diagnostic> found = new ArrayList<>();
    for (PlannedTables tables : families) {
      Optional<Mark> mark =
          tables.lines(OwnChain.IN_ALLOW).stream()
              .map(Entry::mark)
              .filter(InboundBlock::isOf)
              .filter(each -> isMeant(each, desired))
              .findFirst();
      if (mark.isPresent()) {
        var place = desired.places().of(mark.get());
        ExposureNotices notices =
            new ExposureNotices(
                tables,
                (severity, message, proposal) ->
                    new Diagnostic(severity, place, message, Optional.of(proposal)));
        notices.around(tables.before(OwnChain.IN_ALLOW), tables.rules(OwnChain.IN_ALLOW));
        found.addAll(notices.found);
      }
    }
    return found;
  }

  private static boolean isMeant(Mark mark, Desired desired) {
    return desired.policies().isEmpty() || desired.policies().contains(mark.policy());
  }

  private void around(List<RuleLine> before, List<RuleLine> all) {
    List<RuleLine> open = before.stream().filter(this::lets).toList();
    if (!open.isEmpty()) {
      boolean everything = isNothingLeft(before);
      found.add(
          diagnosis.of(
              everything ? Severity.WARNING : Severity.NOTE,
              "`inbound: block` "
                  + (everything ? "has no effect" : "leaves open what is accepted before")
                  + ": "
                  + told(open),
              "if nobody needs it, take it away"));
    }
    List<RuleLine> shut =
        all.subList(before.size(), all.size()).stream().filter(this::lets).toList();
    if (!shut.isEmpty()) {
      found.add(
          diagnosis.of(
              Severity.WARNING,
              "`inbound: block` shuts what is accepted behind it: " + told(shut),
              "write a rule for it, or put that line before the jump to "
                  + OwnChain.IN_ALLOW.chain()));
    }
  }

  /** Whether the rules of INPUT so far take all TCP of an interface that nobody names. */
  private boolean isNothingLeft(List<RuleLine> rules) {
    Map<String, Chain> chains = new LinkedHashMap<>(filter.chains());
    chains.put("INPUT", new Chain("INPUT", "ACCEPT", rules));
    Table table = new Table(chains);
    BaseChain chain = BaseChain.ofFilter(table, "INPUT");
    Universe universe = Universe.of(List.of(table), List.of());
    return new Takers(chain, family, universe, IpSets.NONE)
        .of(TCP).stream()
            .noneMatch(
                taker ->
                    taker.place() == rules.size()
                        && taker.region().interfaces().contains(Universe.OTHER));
  }

  private String told(List<RuleLine> rules) {
    int more = rules.size() - 1;
    RuleLine first = rules.get(0);
    return Places.program(family)
        + " INPUT"
        + (first.number() > 0 ? " (line " + first.number() + ")" : "")
        + ", "
        + first.text()
        + (more > 0 ? "; and " + more + (more == 1 ? " more line" : " more lines") : "");
  }

  /** Whether a line, or one in a chain that it leads to, accepts what opens a connection. */
  private boolean lets(RuleLine rule) {
    return reach.mayAccept(rule, this::opens);
  }

  /** All ICMP at once is how hosts take what networks need. */
  private boolean opens(RuleLine rule) {
    return LineMatch.of(family, Direction.IN, rule)
        .packets()
        .filter(packets -> !ICMP.containsAll(packets.protocols()))
        .isPresent();
  }
}
