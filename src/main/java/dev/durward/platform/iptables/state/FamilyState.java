package dev.durward.platform.iptables.state;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.plan.Repair;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.BaseChain.Hook;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.placement.CatchAlls;
import dev.durward.platform.iptables.placement.ChainContent;
import dev.durward.platform.iptables.placement.Edit;
import dev.durward.platform.iptables.placement.JumpPlacement;
import dev.durward.platform.iptables.placement.Reach;
import dev.durward.platform.iptables.placement.Spoken;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.save.Table;
import dev.durward.probe.verification.RuleCounters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables of one family as they were read; the filter table is what Durward keeps. Lines that it
 * is given are sorted by their place.
 *
 * @param family the family
 * @param dump its tables
 * @param beside what else packets of this family come by: tables of nft, those of the other variant
 */
public record FamilyState(Family family, SaveDump dump, List<BaseChain> beside) {
  private static final Set<String> BUILT_IN = Set.of("INPUT", "OUTPUT");

  public FamilyState {
    beside = List.copyOf(beside);
  }

  /** One with nothing beside the tables of iptables. */
  public FamilyState(Family family, SaveDump dump) {
    this(family, dump, List.of());
  }

  public FamilyState(Family family, Table filter) {
    this(family, new SaveDump(Map.of("filter", filter)));
  }

  /** All that packets come by. */
  public Ruleset ruleset() {
    return Ruleset.of(dump, beside);
  }

  public Table filter() {
    return dump.filter();
  }

  /** The same with other rules in some chains of the filter table, of which not all may exist. */
  public FamilyState with(Map<String, List<RuleLine>> contents) {
    Map<String, Chain> chains = new LinkedHashMap<>(filter().chains());
    contents.forEach((name, rules) -> chains.put(name, new Chain(name, policy(name), rules)));
    Map<String, Table> tables = new LinkedHashMap<>(dump.tables());
    tables.put("filter", new Table(chains));
    return new FamilyState(family, new SaveDump(tables), beside);
  }

  /** The same with lines before all that come in. */
  public FamilyState refusing(List<RuleLine> lines) {
    Table table = new Table(Map.of("INPUT", new Chain("INPUT", "ACCEPT", lines)));
    List<BaseChain> all = new ArrayList<>(beside);
    all.add(new BaseChain("inet durward", table, "INPUT", Hook.INPUT, Integer.MIN_VALUE, false));
    return new FamilyState(family, dump, all);
  }

  private String policy(String chain) {
    boolean isUsers = filter().chain(chain).isEmpty() && !BUILT_IN.contains(chain);
    return isUsers ? "-" : filter().policy(chain);
  }

  /** Every line with a mark in Durward's own chains. */
  public List<Entry> managed() {
    List<Entry> managed = new ArrayList<>();
    for (OwnChain own : OwnChain.values()) {
      for (RuleLine rule : filter().rules(own.chain())) {
        rule.mark().ifPresent(mark -> managed.add(new Entry(mark, own.place(family), rule.text())));
      }
    }
    return managed;
  }

  /**
   * Adds how many packets each rule has decided about, of connections opened from outside: neither
   * log lines nor those for replies count.
   */
  public void count(Map<RuleCounters.Key, Long> counters) {
    for (OwnChain own : List.of(OwnChain.IN_BLOCK, OwnChain.IN_ALLOW)) {
      for (RuleLine rule : filter().rules(own.chain())) {
        boolean decides =
            List.of("LOG", "RETURN", "REPLY").stream().noneMatch(rule.words()::contains);
        if (decides && rule.mark().isPresent()) {
          RuleCounters.Key key = new RuleCounters.Key(rule.mark().get(), family);
          counters.merge(key, rule.packets(), Long::sum);
        }
      }
    }
  }

  /** Which of the lines are in a chain of this family. */
  private List<Entry> in(OwnChain own, Map<String, List<Entry>> lines) {
    return lines.getOrDefault(own.place(family), List.of());
  }

  /**
   * Where the jumps have to go so that these lines work.
   *
   * @param sets what the sets of the host hold
   */
  public List<JumpPlacement.Result> placements(Map<String, List<Entry>> lines, IpSets sets) {
    Set<OwnChain> needed = new HashSet<>();
    for (OwnChain own : OwnChain.values()) {
      boolean foreign = !ChainContent.foreign(filter().rules(own.chain())).isEmpty();
      if (foreign || !in(own, lines).isEmpty()) {
        needed.add(own);
      }
    }
    List<JumpPlacement.Result> placements = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      OwnChain allow = OwnChain.of(direction, false);
      placements.add(
          JumpPlacement.place(
              filter(),
              catchAlls(allow, in(allow, lines), sets),
              (family == Family.IPV4 ? "iptables " : "ip6tables ") + allow.hook(),
              OwnChain.of(direction, true),
              allow,
              needed));
    }
    return placements;
  }

  /** What refuses what lines of an allow chain let in; most hosts have nothing that could. */
  private CatchAlls catchAlls(OwnChain allow, List<Entry> lines, IpSets sets) {
    String hook = allow.hook();
    boolean drops = filter().policy(hook).equals("DROP");
    Reach reach = new Reach(filter());
    List<RuleLine> others = new ArrayList<>();
    boolean refuses = false;
    for (RuleLine rule : filter().rules(hook)) {
      Optional<OwnChain> own = rule.target().flatMap(OwnChain::named);
      if (own.isEmpty() || !own.get().hook().equals(hook)) {
        others.add(rule);
        refuses = refuses || reach.mayRefuse(rule) || (drops && Reach.leaves(rule));
      }
    }
    if (!refuses || lines.isEmpty()) {
      return CatchAlls.ofPolicy(others, drops);
    }
    Map<String, Chain> chains = new LinkedHashMap<>(filter().chains());
    for (OwnChain own : OwnChain.values()) {
      chains.remove(own.chain());
    }
    chains.put(hook, new Chain(hook, filter().policy(hook), others));
    BaseChain chain = BaseChain.ofFilter(new Table(chains), hook);
    IpSets known = sets.unchangedBy(dump.tables().values());
    return CatchAlls.of(chain, family, Spoken.of(lines, allow), known);
  }

  /** The frame's repairs: jumps, and own chains whose rules have lost their order. */
  public List<Repair> repairs(
      Map<String, List<Entry>> lines, List<JumpPlacement.Result> placements) {
    List<Repair> repairs = new ArrayList<>();
    placements.forEach(placement -> repairs.addAll(placement.repairs()));
    for (OwnChain own : OwnChain.values()) {
      List<RuleLine> rules = filter().rules(own.chain());
      boolean isUsed = !in(own, lines).isEmpty();
      if (isUsed && !rules.isEmpty() && !ChainContent.isInOrder(own, rules)) {
        String problem = "its rules have lost the order that gives them their meaning";
        repairs.add(new Repair(own.place(family), problem, "put them in order"));
      }
      boolean isLeft =
          filter().chain(own.chain()).isPresent() && rules.stream().allMatch(ChainContent::isHead);
      if (!isUsed && isLeft && !isReferencedElsewhere(own)) {
        repairs.add(new Repair(own.place(family), "the chain holds no rule", "take it away"));
      }
    }
    return repairs;
  }

  /** The edits that take {@code removed} away and add {@code added}, the frame set right. */
  public List<Edit> edits(
      Map<String, List<Entry>> removed,
      Map<String, List<Entry>> added,
      Map<String, List<Entry>> after,
      IpSets sets) {
    List<Edit> jumpsGoing = new ArrayList<>();
    List<Edit> jumpsComing = new ArrayList<>();
    for (JumpPlacement.Result placement : placements(after, sets)) {
      for (Edit edit : placement.edits()) {
        (edit instanceof Edit.Delete ? jumpsGoing : jumpsComing).add(edit);
      }
    }
    List<Edit> contents = new ArrayList<>();
    List<Edit> drops = new ArrayList<>();
    for (OwnChain own : OwnChain.values()) {
      Optional<Chain> chain = filter().chain(own.chain());
      boolean isFree = chain.isPresent() && ChainContent.foreign(chain.get().rules()).isEmpty();
      if (!in(own, after).isEmpty()) {
        contents.addAll(new ChainContent(own, chain, in(own, removed), in(own, added)).edits());
      } else if (isFree && !isReferencedElsewhere(own)) {
        drops.add(new Edit.Drop(own, chain.get().rules().stream().map(RuleLine::text).toList()));
      } else if (!in(own, removed).isEmpty()) {
        contents.addAll(new ChainContent(own, chain, in(own, removed), List.of()).edits());
      }
    }
    List<Edit> edits = new ArrayList<>(jumpsGoing);
    edits.addAll(contents);
    edits.addAll(jumpsComing);
    edits.addAll(drops);
    return edits;
  }

  /** Whether a rule outside INPUT and OUTPUT leads to the chain, which so can't be dropped. */
  private boolean isReferencedElsewhere(OwnChain own) {
    return filter().chains().values().stream()
        .filter(chain -> !chain.name().equals(own.hook()))
        .flatMap(chain -> chain.rules().stream())
        .anyMatch(rule -> rule.target().equals(Optional.of(own.chain())));
  }
}
