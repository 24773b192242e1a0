package dev.durward.platform.iptables;

import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Rule;
import dev.durward.plan.Mark;
import dev.durward.platform.ImportCheck;
import dev.durward.platform.RulePiece;
import dev.durward.platform.RulePiece.Texts;
import dev.durward.platform.iptables.placement.ChainContent;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.LineMatch;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.rule.PacketSet;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way of packets that open a connection through INPUT or OUTPUT, each line held against what
 * came before it.
 *
 * <p>In a file the order of rules says nothing, and a block beats an allow. So a line that accepts
 * is a rule only if every line before it that refuses some of its packets is one too; and a line
 * that refuses is one only if no line before it accepts some of its packets. Lines that are no
 * rules still count, with all packets that they may decide about.
 */
final class HookImport {
  /** A jump to a chain counts each of its lines; more of them than that are no use to anybody. */
  private static final int MOST_STEPS = 20_000;

  private static final String NO_OPENING =
      "no packet that opens a connection over a network meets it";

  private final Family family;
  private final Direction direction;
  private final Table table;
  private final Set<Mark> known;
  private final ImportCheck check;
  private final List<Decided> refused = new ArrayList<>();
  private final List<Decided> accepted = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private int steps;

  /**
   * Packets about which a line decides.
   *
   * @param line its place
   * @param said whether a rule of the file says so
   */
  private record Decided(PacketSet packets, String line, boolean said) {}

  /**
   * What becomes of one line.
   *
   * @param place {@code INPUT line 12}
   * @param line the line itself
   * @param piece what a file says in its place; empty if it says nothing
   * @param reason why it says nothing; empty if it does
   */
  record Finding(String place, RuleLine line, Optional<RulePiece> piece, String reason) {}

  /**
   * @param known marks of rules that are put together elsewhere
   * @param check what a file can say
   */
  HookImport(
      Family family, Direction direction, SaveDump dump, Set<Mark> known, ImportCheck check) {
    this.family = family;
    this.direction = direction;
    this.table = dump.filter();
    this.known = known;
    this.check = check;
    dump.tables().forEach(this::refusedElsewhere);
  }

  /** Tables beside filter refuse packets too, whatever filter says. */
  private void refusedElsewhere(String name, Table other) {
    if (name.equals("filter") || name.equals("nat")) {
      return;
    }
    for (Chain chain : other.chains().values()) {
      for (RuleLine line : chain.rules()) {
        boolean passes = Set.of("FORWARD", "POSTROUTING").contains(chain.name());
        if (!passes && line.target().equals(Optional.of("DROP"))) {
          String place = "table " + name + ", " + place(chain.name(), line);
          LineMatch.of(family, direction, line)
              .packets()
              .ifPresent(packets -> refused.add(new Decided(packets, place, false)));
        }
      }
    }
  }

  List<Finding> findings() {
    String hook = direction == Direction.IN ? "INPUT" : "OUTPUT";
    walk(hook, LineMatch.all(family), List.of(), Set.of());
    return findings;
  }

  private static String place(String chain, RuleLine line) {
    return chain + " line " + line.number();
  }

  /**
   * Walks a chain.
   *
   * @param context what the packets that come here have met
   * @param gone packets that were led away before, and don't come here
   * @return whether none of them comes out again
   */
  private boolean walk(String chain, LineMatch context, List<Decided> gone, Set<String> entered) {
    Set<String> deeper = new HashSet<>(entered);
    deeper.add(chain);
    List<Decided> left = new ArrayList<>(gone);
    List<RuleLine> lines = table.rules(chain);
    for (int i = 0; i < lines.size(); i++) {
      RuleLine line = lines.get(i);
      if (++steps >= MOST_STEPS) {
        if (steps == MOST_STEPS) {
          note(place(chain, line), line, "nothing from here on was looked at: there is too much");
        }
        return false;
      }
      LineMatch own = LineMatch.of(family, direction, line);
      LineMatch match = context.and(own);
      String place = place(chain, line);
      if (match.packets().isEmpty()) {
        if (!isFrame(line)) {
          note(place, line, NO_OPENING);
        }
        continue;
      }
      PacketSet packets = match.packets().get();
      String target = line.target().orElse("");
      boolean whole = own.isExact() && isAll(packets, context);
      switch (target) {
        case "ACCEPT" -> decide(place, line, Action.ALLOW, match, left);
        case "DROP" -> decide(place, line, Action.BLOCK, match, left);
        case "REJECT" -> decide(place, line, Action.REJECT, match, left);
        case "RETURN" -> {
          note(place, line, "it leads back, which a file can't say");
          left.add(new Decided(packets, place, false));
        }
        default -> {
          if (table.isUserChain(target) && !deeper.contains(target)) {
            boolean ended = walk(target, match, left, deeper);
            if (line.isGoto()) {
              left.add(new Decided(packets, place, false));
            } else {
              whole &= ended;
            }
          } else {
            other(place, line, match, target);
            whole = false;
          }
        }
      }
      if (whole) {
        lines.subList(i + 1, lines.size()).forEach(each -> unreached(chain, each));
        return !target.equals("RETURN") && !line.isGoto();
      }
    }
    return false;
  }

  private void unreached(String chain, RuleLine line) {
    if (!isFrame(line)) {
      note(place(chain, line), line, NO_OPENING);
    }
  }

  private static boolean isAll(PacketSet packets, LineMatch context) {
    return context.packets().map(packets::covers).orElse(true);
  }

  /** Durward's own jumps and heads are no rules, and are made anew by each apply. */
  private static boolean isFrame(RuleLine line) {
    return ChainContent.isHead(line) || OwnChain.named(line.target().orElse("")).isPresent();
  }

  /** A target that decides nothing, or nobody knows what. */
  private void other(String place, RuleLine line, LineMatch match, String target) {
    boolean silent =
        Set.of("", "LOG", "NFLOG", "ULOG", "MARK", "CONNMARK", "AUDIT", "SET", "TCPMSS", "NOTRACK")
            .contains(target);
    if (silent) {
      note(place, line, "it decides nothing");
      return;
    }
    note(place, line, "what " + target + " does can't be said");
    PacketSet packets = match.packets().orElseThrow();
    refused.add(new Decided(packets, place, false));
    accepted.add(new Decided(packets, place, false));
  }

  private void decide(
      String place, RuleLine line, Action action, LineMatch match, List<Decided> left) {
    String reason = isKnown(line) ? "" : reason(action, match, left);
    // In a file every allow comes before `inbound: block`.
    boolean said = reason.isEmpty() && line.mark().filter(InboundBlock::isOf).isEmpty();
    Decided decided = new Decided(match.packets().orElseThrow(), place, said);
    (action == Action.ALLOW ? accepted : refused).add(decided);
    if (!reason.isEmpty()) {
      note(place, line, reason);
    } else if (!isKnown(line)) {
      findings.add(new Finding(place, line, match.piece(action, direction, family), ""));
    }
  }

  /** Why a line is no rule; empty if it is. */
  private String reason(Action action, LineMatch match, List<Decided> left) {
    PacketSet packets = match.packets().orElseThrow();
    if (!match.wordless().isEmpty()) {
      return "a file has no word for " + String.join(", ", match.wordless());
    }
    if (action != Action.ALLOW && match.limit().isPresent()) {
      return "a file can't refuse up to a rate";
    }
    Optional<Decided> gone = first(left, packets);
    if (gone.isPresent()) {
      return gone.get().line() + " leads some of these packets away before";
    }
    List<Decided> unsaid = refused.stream().filter(each -> !each.said()).toList();
    Optional<Decided> before = first(action == Action.ALLOW ? unsaid : accepted, packets);
    if (before.isPresent()) {
      return before.get().line()
          + (action == Action.ALLOW
              ? " refuses some of these packets before, and is no rule here"
              : " accepts some of these packets before, and in a file a block would win");
    }
    return unsayable(action, match).orElse("");
  }

  private Optional<String> unsayable(Action action, LineMatch match) {
    Optional<Rule> rule =
        match.piece(action, direction, family).flatMap(piece -> piece.rule("rule", Texts.NONE));
    return rule.isEmpty()
        ? Optional.of("a file can't name such protocols, or their ports")
        : check.refusal(rule.get());
  }

  private static Optional<Decided> first(List<Decided> decided, PacketSet packets) {
    return decided.stream().filter(each -> each.packets().overlaps(packets)).findFirst();
  }

  private void note(String place, RuleLine line, String reason) {
    if (!isKnown(line)) {
      findings.add(new Finding(place, line, Optional.empty(), reason));
    }
  }

  private boolean isKnown(RuleLine line) {
    return line.mark().map(known::contains).orElse(false);
  }
}
