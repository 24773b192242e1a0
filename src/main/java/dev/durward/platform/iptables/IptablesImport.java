package dev.durward.platform.iptables;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Inbound;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.plan.Mark;
import dev.durward.platform.ImportCheck;
import dev.durward.platform.Imported;
import dev.durward.platform.Imported.Item;
import dev.durward.platform.RuleNames;
import dev.durward.platform.RulePiece;
import dev.durward.platform.RulePiece.Texts;
import dev.durward.platform.iptables.HookImport.Finding;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.RuleText;
import dev.durward.platform.iptables.state.FamilyState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of INPUT and OUTPUT, and of the chains that they lead to, as those of a file. Durward's
 * own come back as they were written; the others as far as {@link HookImport} finds them rules.
 */
final class IptablesImport {
  private final List<FamilyState> families;
  private final String policy;
  private final ImportCheck check;
  private final RuleNames names = new RuleNames();
  private final List<Item> items = new ArrayList<>();
  private Inbound inbound = Inbound.ALLOW;

  private IptablesImport(List<FamilyState> families, String policy) {
    this.families = families;
    this.policy = policy;
    // Lines name users by their numbers, and those need no host.
    this.check =
        new ImportCheck(
            policy, (rules, sources) -> IptablesCheck.check(rules, sources, Optional::of));
  }

  /**
   * Imports all rules of a host.
   *
   * @param wanted the policy of the file; empty for that of Durward's own rules, if it is one
   */
  static Imported of(IptablesSnapshot snapshot, Optional<String> wanted) {
    Set<String> own = new TreeSet<>();
    snapshot.managed().forEach(entry -> own.add(entry.mark().policy()));
    return new IptablesImport(snapshot.families(), Imported.policy(wanted, own)).all();
  }

  /**
   * Lines that come to one rule, or to one remark.
   *
   * @param piece without its family, if it is of every address there
   * @param remark of a line that is no rule
   */
  private record Key(Optional<RulePiece> piece, String remark) {}

  /** What has one key, in both families. */
  private record Same(
      Optional<RulePiece> piece, RuleLine line, String reason, List<String> places) {
    Same with(Same other) {
      List<String> all = new ArrayList<>(places);
      all.addAll(other.places);
      return new Same(
          piece.flatMap(mine -> other.piece.flatMap(mine::with)),
          line,
          reason,
          all.stream().distinct().toList());
    }
  }

  private Imported all() {
    Set<Mark> known = own();
    Map<Key, Same> merged = new LinkedHashMap<>();
    for (Direction direction : Direction.values()) {
      for (FamilyState state : families) {
        HookImport hook = new HookImport(state.family(), direction, state.dump(), known, check);
        for (Finding each : hook.findings()) {
          // A line's text and why: one line may be met in several ways.
          String remark = each.piece().isPresent() ? "" : each.line().text() + "\n" + each.reason();
          Key key = new Key(each.piece().map(IptablesImport::withoutFamily), remark);
          String place = tool(state.family()) + " " + each.place();
          merged.merge(
              key, new Same(each.piece(), each.line(), each.reason(), List.of(place)), Same::with);
        }
      }
    }
    merged.values().forEach(this::add);
    return new Imported(policy, inbound, headings(), items);
  }

  private static String tool(Family family) {
    return family == Family.IPV4 ? "iptables" : "ip6tables";
  }

  /** What is about every address of its family is the same in the other one. */
  private static RulePiece withoutFamily(RulePiece piece) {
    boolean open =
        piece.families().stream()
            .allMatch(each -> piece.remote().isAll(each) && piece.local().isAll(each));
    return open ? piece.in(Set.of(), AddressSet.ANY, AddressSet.ANY) : piece;
  }

  private void add(Same same) {
    String places = String.join(", ", same.places());
    if (same.piece().isEmpty()) {
      items.add(
          new Item(
              List.of(places + ": " + same.line().text(), "  " + same.reason()), Optional.empty()));
      return;
    }
    Rule rule = same.piece().get().rule("rule", Texts.NONE).orElseThrow();
    String like =
        RuleText.comment(same.line().text()).orElseGet(() -> rule.summary(Platform.LINUX));
    items.add(new Item(List.of(places), Optional.of(Imported.renamed(rule, names.like(like)))));
  }

  /** Adds Durward's own rules; their marks, but for those that somebody has changed. */
  private Set<Mark> own() {
    Map<Mark, List<OwnLines.Line>> there = new LinkedHashMap<>();
    for (FamilyState state : families) {
      for (OwnChain own : OwnChain.values()) {
        for (RuleLine line : state.filter().rules(own.chain())) {
          line.mark()
              .ifPresent(
                  mark ->
                      there
                          .computeIfAbsent(mark, m -> new ArrayList<>())
                          .add(new OwnLines.Line(state.family(), own, line)));
        }
      }
    }
    Set<Mark> known = new HashSet<>();
    there.entrySet().stream()
        .filter(each -> OwnLines.isInboundBlock(each.getKey(), each.getValue()))
        .map(Map.Entry::getKey)
        .forEach(
            mark -> {
              known.add(mark);
              inbound(mark);
            });
    there.forEach(
        (mark, lines) ->
            OwnLines.whole(mark, lines)
                .filter(rule -> !InboundBlock.isOf(mark) && check.refusal(rule).isEmpty())
                .ifPresent(
                    rule -> {
                      known.add(mark);
                      own(mark, rule);
                    }));
    return known;
  }

  private void inbound(Mark mark) {
    inbound = Inbound.BLOCK;
    if (!mark.policy().equals(policy)) {
      items.add(new Item(List.of(Imported.ofPolicy(mark)), Optional.empty()));
    }
  }

  private void own(Mark mark, Rule rule) {
    if (mark.policy().equals(policy) && names.reserve(mark.rule())) {
      items.add(new Item(List.of(), Optional.of(rule)));
    } else {
      Rule renamed = Imported.renamed(rule, names.like(mark.rule()));
      items.add(new Item(List.of(Imported.ofPolicy(mark)), Optional.of(renamed)));
    }
  }

  private List<String> headings() {
    List<String> headings = new ArrayList<>();
    for (FamilyState state : families) {
      for (String hook : List.of("INPUT", "OUTPUT")) {
        String policy = state.filter().policy(hook);
        headings.add(
            tool(state.family()) + " " + hook + ": policy " + policy + ", which no rule here says");
      }
      state
          .dump()
          .tables()
          .forEach(
              (name, table) -> {
                long elsewhere =
                    table.chains().values().stream()
                        .filter(chain -> !name.equals("filter") || chain.name().equals("FORWARD"))
                        .mapToLong(chain -> chain.rules().size())
                        .sum();
                if (elsewhere > 0) {
                  headings.add(
                      tool(state.family())
                          + ": "
                          + elsewhere
                          + (name.equals("filter")
                              ? " lines of FORWARD"
                              : " lines of table " + name)
                          + " are not about what this host itself is asked, or asks, and no rules here");
                }
              });
    }
    return headings;
  }
}
