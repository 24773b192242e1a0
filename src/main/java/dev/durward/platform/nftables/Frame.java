package dev.durward.platform.nftables;

import dev.durward.plan.Entry;
import dev.durward.plan.Repair;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.placement.Spoken;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How Durward's chains and jumps of one side have to stand so that some lines have their effect.
 */
final class Frame {
  private final Side side;
  private final IpSets sets;
  private final NftScript script;
  private final List<Repair> repairs = new ArrayList<>();
  private final List<Seat> seats = new ArrayList<>();
  private List<String> block = List.of();
  private List<String> allow = List.of();

  private Frame(Side side, IpSets sets, NftScript script) {
    this.side = side;
    this.sets = sets;
    this.script = script;
  }

  /**
   * Compares what is there with what must be.
   *
   * @param sets what the sets of the host hold
   * @param lines everything of Durward's that is to be on the host, by its place
   * @param script takes the commands that make it so
   */
  static Frame of(Side side, IpSets sets, Map<String, List<Entry>> lines, NftScript script) {
    Frame frame = new Frame(side, sets, script);
    frame.block = frame.content(true, lines);
    frame.allow = frame.content(false, lines);
    frame.jumps(!frame.block.isEmpty(), !frame.allow.isEmpty());
    frame.sit();
    return frame;
  }

  /** What of the frame is not right, for people. */
  List<Repair> repairs() {
    return repairs;
  }

  /** Whether one of Durward's lines is kept here. */
  boolean isUsed() {
    return !block.isEmpty() || !allow.isEmpty();
  }

  /** What a chain of Durward's holds in the end, in its order. */
  List<String> lines(boolean blocks) {
    return withHead(blocks, blocks ? block : allow);
  }

  Side side() {
    return side;
  }

  /** Others' base chains here. */
  List<Seat> seats() {
    return seats;
  }

  /** The lines that a chain of Durward's is to hold, in their order. */
  private List<String> content(boolean blocks, Map<String, List<Entry>> lines) {
    OwnChain own = side.chain(blocks);
    List<RuleLine> rules = side.rules(blocks);
    List<String> now = Side.marked(rules);
    List<Entry> wanted = lines.getOrDefault(own.place(side.family()), List.of());
    List<String> next = next(now, wanted.stream().map(Entry::text).toList());
    boolean isThere = side.own().chain(own.name(side.family())).isPresent();
    boolean headless = blocks && (rules.isEmpty() || !Side.isHead(rules.get(0)));
    String place = own.place(side.family());
    if (next.isEmpty()) {
      if (isThere && Side.foreign(rules).isEmpty()) {
        if (now.isEmpty()) {
          repairs.add(new Repair(place, "the chain holds no rule", "take it away"));
        }
        script.drop(OwnChain.TABLE, own.name(side.family()));
      }
    } else if (!next.equals(now) || headless) {
      boolean same = next.stream().sorted().toList().equals(now.stream().sorted().toList());
      if (same) {
        repairs.add(
            new Repair(
                place,
                "its rules have lost the order that gives them their meaning",
                "put them in order"));
      }
      script.fill(OwnChain.TABLE, own.name(side.family()), withHead(blocks, next));
    }
    return next;
  }

  private static List<String> withHead(boolean blocks, List<String> lines) {
    List<String> all = new ArrayList<>(blocks ? List.of(OwnChain.REPLIES_PASS) : List.of());
    all.addAll(lines);
    return all;
  }

  /** Those that stay where they are, and the others behind them, in the order of their ranks. */
  private static List<String> next(List<String> now, List<String> wanted) {
    Map<String, Integer> counts = new HashMap<>();
    wanted.forEach(text -> counts.merge(text, 1, Integer::sum));
    List<String> next = new ArrayList<>();
    for (String text : now) {
      if (counts.merge(text, -1, Integer::sum) >= 0) {
        next.add(text);
      }
    }
    Map<String, Integer> there = new HashMap<>();
    next.forEach(text -> there.merge(text, 1, Integer::sum));
    for (String text : wanted) {
      if (there.merge(text, -1, Integer::sum) < 0) {
        next.add(text);
      }
    }
    next.sort(Comparator.comparingInt(RuleForm::rank));
    return next;
  }

  /** The jumps of Durward's own base chain: that to the blocks first. */
  private void jumps(boolean blocks, boolean allows) {
    String base = OwnChain.base(side.direction());
    String whole = OwnChain.TABLE + " " + base;
    List<RuleLine> jumps = new ArrayList<>();
    for (RuleLine rule : Side.each(side.own().rules(base))) {
      boolean own =
          rule.target().stream()
              .anyMatch(
                  target ->
                      target.equals(side.chain(true).name(side.family()))
                          || target.equals(side.chain(false).name(side.family())));
      if (own) {
        jumps.add(rule);
      }
    }
    List<String> wanted = new ArrayList<>();
    if (blocks) {
      wanted.add(side.chain(true).jump(side.family(), OwnChain.TABLE));
    }
    if (allows) {
      wanted.add(side.chain(false).jump(side.family(), OwnChain.TABLE));
    }
    boolean drops = side.own().policy(base).equals("DROP");
    if (!wanted.isEmpty() && (side.base().isEmpty() || drops)) {
      script.base(side.direction());
    }
    if (drops) {
      repairs.add(new Repair("nft " + whole, "its policy drops", "let it accept"));
    }
    if (jumps.stream().map(RuleLine::text).toList().equals(wanted)) {
      return;
    }
    jumps.forEach(jump -> script.delete(whole, jump.number()));
    if (!jumps.isEmpty() && !wanted.isEmpty()) {
      repairs.add(
          new Repair(
              "nft " + whole, "the jumps to its chains are not as they must be", "put them right"));
    }
    if (blocks) {
      script.jump("insert rule " + whole + " " + wanted.get(0));
    }
    if (allows) {
      script.jump("add rule " + whole + " " + wanted.get(wanted.size() - 1));
    }
  }

  /** The copies of the allow chain where others would refuse its packets. */
  private void sit() {
    Set<Spoken> spoken = new LinkedHashSet<>();
    allow.forEach(text -> spoken.add(RuleForm.spoken(text)));
    String guest = side.chain(false).guest(side.family());
    Set<String> needed = new LinkedHashSet<>();
    for (BaseChain chain : side.others()) {
      Seat seat = Seat.in(side, chain, spoken, sets);
      seats.add(seat);
      if (seat.isNeeded()) {
        needed.add(chain.table());
      }
      if (!seat.right()) {
        clear(seat);
        if (seat.isNeeded()) {
          repairs.add(
              new Repair("nft " + seat.name(), "", "put a jump to " + guest + " " + seat.place()));
          script.jump(seat.insertion());
        }
      }
    }
    List<String> copy = allow.stream().filter(text -> !RuleForm.isLog(text)).toList();
    Set<String> seen = new LinkedHashSet<>();
    for (BaseChain chain : side.chains()) {
      if (!chain.table().equals(OwnChain.TABLE) && seen.add(chain.table())) {
        copy(chain, guest, needed.contains(chain.table()) ? copy : List.of());
      }
    }
  }

  private void clear(Seat seat) {
    for (RuleLine jump : seat.jumps()) {
      String problem =
          seat.isNeeded() ? "it is not where, or what, it must be" : "nothing needs it any more";
      repairs.add(
          new Repair(
              "nft " + seat.name(),
              problem,
              "take away handle " + jump.number() + ", the jump to Durward's chain"));
      script.delete(seat.name(), jump.number());
    }
  }

  private void copy(BaseChain chain, String guest, List<String> wanted) {
    String place = "nft " + chain.table() + " " + guest;
    Optional<List<String>> now =
        chain.content().chain(guest).map(there -> Side.marked(Side.each(there.rules())));
    if (wanted.isEmpty()) {
      if (now.isPresent()) {
        repairs.add(new Repair(place, "nothing needs the chain any more", "take it away"));
        script.drop(chain.table(), guest);
      }
    } else if (!now.equals(Optional.of(wanted))) {
      String problem = now.isEmpty() ? "" : "it holds other rules than Durward's own chain";
      repairs.add(new Repair(place, problem, "put the allow rules there"));
      script.fill(chain.table(), guest, wanted);
    }
  }
}
