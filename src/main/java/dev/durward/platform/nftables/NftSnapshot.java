package dev.durward.platform.nftables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.plan.Assessment;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Repair;
import dev.durward.plan.Script;
import dev.durward.platform.Explanation;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Imported;
import dev.durward.platform.Locality;
import dev.durward.platform.Loss;
import dev.durward.platform.Passage;
import dev.durward.platform.Question;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.LossFinder;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.probe.verification.RuleCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of nft's own as they were read.
 *
 * @param nft the program
 * @param kernel all that was read of the host, iptables' tables included
 */
record NftSnapshot(String nft, IptablesSnapshot kernel) implements HostSnapshot {
  /** Each family in each direction. */
  List<Side> sides() {
    List<Side> sides = new ArrayList<>();
    for (Family family : Family.values()) {
      for (Direction direction : Direction.values()) {
        sides.add(new Side(family, direction, kernel.nativeChains(family)));
      }
    }
    return sides;
  }

  @Override
  public List<Entry> managed() {
    List<Entry> managed = new ArrayList<>();
    for (Side side : sides()) {
      for (boolean blocks : new boolean[] {true, false}) {
        String place = side.chain(blocks).place(side.family());
        for (RuleLine rule : side.rules(blocks)) {
          rule.mark()
              .ifPresent(mark -> managed.add(new Entry(mark, place, RuleForm.plain(rule.text()))));
        }
      }
    }
    return managed;
  }

  @Override
  public String canonical(String text) {
    return RuleForm.canonical(text);
  }

  @Override
  public Assessment assess(List<Entry> lines, Desired desired) {
    List<Repair> repairs = new ArrayList<>();
    List<Frame> frames = frames(lines, new NftScript());
    frames.forEach(frame -> repairs.addAll(frame.repairs()));
    if (lines.isEmpty() && frames.stream().anyMatch(frame -> frame.side().base().isPresent())) {
      repairs.add(new Repair("nft " + OwnChain.TABLE, "the table holds no rule", "take it away"));
    }
    List<Diagnostic> notices = new ArrayList<>(NftNotices.of(this, lines, frames));
    if (notices.stream().noneMatch(Diagnostic::isError)) {
      notices.addAll(Opposition.of(this, lines, frames, desired));
    }
    return new Assessment(repairs, notices);
  }

  @Override
  public List<Loss> losses(Plan plan, List<Passage> passages) {
    IptablesSnapshot after = PlannedChains.whole(this, frames(plan.after(), new NftScript()));
    return LossFinder.between(kernel, after, passages);
  }

  @Override
  public Script render(Plan plan) {
    NftScript script = new NftScript();
    List<Frame> frames = frames(plan.after(), script);
    Set<String> emptied = new HashSet<>();
    for (Direction direction : Direction.values()) {
      List<Frame> some =
          frames.stream().filter(frame -> frame.side().direction() == direction).toList();
      boolean free =
          some.stream().allMatch(frame -> !frame.isUsed() && isFree(frame.side(), direction));
      if (free && some.stream().anyMatch(frame -> frame.side().base().isPresent())) {
        emptied.add(OwnChain.base(direction));
        script.drop(OwnChain.TABLE, OwnChain.base(direction));
      }
    }
    boolean all =
        !emptied.isEmpty()
            && frames.stream().noneMatch(Frame::isUsed)
            && sides().stream()
                .flatMap(side -> side.own().chains().keySet().stream())
                .allMatch(name -> emptied.contains(name) || isOwn(name));
    if (all) {
      script.dropTable();
    }
    return script.script(nft);
  }

  private List<Frame> frames(List<Entry> lines, NftScript script) {
    Map<String, List<Entry>> places = lines.stream().collect(Collectors.groupingBy(Entry::place));
    return sides().stream()
        .map(side -> Frame.of(side, kernel.sets(side.family()), places, script))
        .toList();
  }

  /** Whether nobody else's rule stands in Durward's own base chain. */
  private static boolean isFree(Side side, Direction direction) {
    return side.own().rules(OwnChain.base(direction)).stream()
        .allMatch(rule -> rule.target().filter(NftSnapshot::isOwn).isPresent());
  }

  private static boolean isOwn(String chain) {
    for (OwnChain own : OwnChain.values()) {
      for (Family family : Family.values()) {
        if (own.name(family).equals(chain)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public Imported imported(Optional<String> policy) {
    return kernel.imported(policy);
  }

  @Override
  public Explanation explained(Question question, Locality locality) {
    Explanation explained = kernel.explained(question, locality);
    List<Diagnostic> notices = new ArrayList<>(explained.notices());
    // What tables of nft's own drop, Durward opens there.
    notices.removeAll(kernel.besides());
    notices.addAll(0, kernel.surroundings());
    return new Explanation(explained.answers(), notices);
  }

  @Override
  public List<PortRange> portsNamed(Direction direction, int protocol) {
    return kernel.portsNamed(direction, protocol);
  }

  /**
   * The packets that each rule for what comes in has decided about, of connections opened from
   * outside: of an allow those of its last copy, which others let come that far.
   */
  Map<RuleCounters.Key, Long> counters() {
    Map<RuleCounters.Key, Long> counters = new HashMap<>();
    for (Side side : sides()) {
      if (side.direction() == Direction.IN) {
        count(side, side.rules(true), counters);
        String guest = side.chain(false).guest(side.family());
        List<RuleLine> last = side.rules(false);
        for (var chain : side.others()) {
          if (chain.content().chain(guest).isPresent()) {
            last = Side.each(chain.content().rules(guest));
          }
        }
        count(side, last, counters);
      }
    }
    return counters;
  }

  private static void count(Side side, List<RuleLine> rules, Map<RuleCounters.Key, Long> counters) {
    for (RuleLine rule : rules) {
      if (!RuleForm.isLog(rule.text()) && !RuleForm.isReply(RuleForm.plain(rule.text()))) {
        rule.mark()
            .ifPresent(
                mark ->
                    counters.merge(
                        new RuleCounters.Key(mark, side.family()), rule.packets(), Long::sum));
      }
    }
  }
}
