package dev.durward.platform.netsh;

import dev.durward.model.Direction;
import dev.durward.model.Inbound;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Mark;
import dev.durward.platform.ImportCheck;
import dev.durward.platform.Imported;
import dev.durward.platform.Imported.Item;
import dev.durward.platform.RuleNames;
import dev.durward.platform.RulePiece;
import dev.durward.platform.RulePiece.Texts;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.defender.FirewallPolicy.Unread;
import dev.durward.platform.netsh.defender.ProfileSettings;
import dev.durward.platform.netsh.defender.ProfileSettings.Setting;
import dev.durward.platform.netsh.registry.Reading;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.rule.Overlap;
import dev.durward.platform.netsh.rule.RuleWords;
import dev.durward.platform.netsh.translation.InboundBlock;
import dev.durward.platform.netsh.translation.InboundBlock.State;
import dev.durward.platform.netsh.translation.NetshCheck;
import dev.durward.platform.netsh.translation.OwnPieces;
import dev.durward.platform.netsh.translation.OwnRule;
import dev.durward.platform.netsh.translation.Restatement;
import dev.durward.platform.netsh.translation.Variables;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules of Defender Firewall as those of a file.
 *
 * <p>Durward's own come back as they were written. Of the others, a rule is written if a file can
 * say it whole, and if it is an allow, if every block that speaks about its packets can be said as
 * well: without the block it would let through what the host doesn't.
 */
final class DefenderImport {
  private final FirewallPolicy policy;
  private final ImportCheck check;
  private final String name;
  private final RuleNames names = new RuleNames();
  private final List<Item> items = new ArrayList<>();
  private final List<FirewallRule> unsaidBlocks = new ArrayList<>();
  private Inbound inbound = Inbound.ALLOW;

  private DefenderImport(FirewallPolicy policy, String name) {
    this.policy = policy;
    this.name = name;
    this.check =
        new ImportCheck(
            name, (rules, sources) -> NetshCheck.check(rules, sources, Variables.USUAL));
  }

  /**
   * Imports all rules of a host.
   *
   * @param wanted the policy of the file; empty for that of Durward's own rules, if it is one
   */
  static Imported of(FirewallPolicy policy, Optional<String> wanted) {
    Set<String> own = new TreeSet<>();
    for (FirewallRule rule : policy.localRules()) {
      OwnRule.of(rule).ifPresent(mine -> own.add(mine.mark().policy()));
    }
    return new DefenderImport(policy, Imported.policy(wanted, own)).all();
  }

  private Imported all() {
    List<FirewallRule> foreign = new ArrayList<>();
    Map<Mark, List<FirewallRule>> own = new LinkedHashMap<>();
    for (FirewallRule rule : policy.localRules()) {
      OwnRule.of(rule)
          .ifPresentOrElse(
              mine -> own.computeIfAbsent(mine.mark(), m -> new ArrayList<>()).add(rule),
              () -> foreign.add(rule));
    }
    own.forEach((mark, there) -> own(mark, there, foreign));
    foreign(foreign);
    policy.groupRules().forEach(rule -> unsaid(rule, "it is of group policy, which keeps it"));
    policy.unread().forEach(this::unread);
    return new Imported(name, inbound, headings(), items);
  }

  private List<String> headings() {
    List<String> headings = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      ProfileSettings settings = policy.settings(profile);
      List<String> said = new ArrayList<>();
      for (Setting setting : Setting.values()) {
        if (settings.given().containsKey(setting)) {
          said.add(setting.value() + "=" + (settings.is(setting) ? 1 : 0));
        }
      }
      if (!said.isEmpty()) {
        headings.add(
            "profile " + RuleWords.PROFILES.text(profile) + ": " + String.join(", ", said));
      }
    }
    return headings;
  }

  /** Adds a rule of Durward's; what somebody has changed is taken for a rule like others. */
  private void own(Mark mark, List<FirewallRule> there, List<FirewallRule> foreign) {
    if (InboundBlock.isOf(mark)) {
      inbound(mark, there);
      return;
    }
    Optional<Rule> whole =
        OwnPieces.whole(mark, there).filter(rule -> check.refusal(rule).isEmpty());
    if (whole.isEmpty()) {
      foreign.addAll(there);
    } else if (mark.policy().equals(name) && names.reserve(mark.rule())) {
      items.add(new Item(List.of(), whole));
    } else {
      Rule renamed = Imported.renamed(whole.get(), names.like(mark.rule()));
      items.add(new Item(List.of(Imported.ofPolicy(mark)), Optional.of(renamed)));
    }
  }

  private void inbound(Mark mark, List<FirewallRule> there) {
    boolean holds =
        Stream.of(Profile.values()).allMatch(profile -> State.of(policy, profile) == State.BLOCKED);
    if (!holds) {
      there.forEach(sign -> unsaid(sign, "somebody has let in since what no rule is about"));
    } else {
      inbound = Inbound.BLOCK;
      if (!mark.policy().equals(name)) {
        items.add(new Item(List.of(Imported.ofPolicy(mark)), Optional.empty()));
      }
    }
  }

  private void foreign(List<FirewallRule> rules) {
    Map<FirewallRule, Reading<List<Rule>>> restated = new HashMap<>();
    policy.groupRules().forEach(this::keepBlock);
    for (FirewallRule rule : rules) {
      Reading<List<Rule>> reading = restate(rule);
      restated.put(rule, reading);
      if (reading.readable().isEmpty()) {
        keepBlock(rule);
      }
    }
    for (FirewallRule rule : rules) {
      Reading<List<Rule>> reading = Objects.requireNonNull(restated.get(rule));
      Optional<FirewallRule> block = blockOf(rule);
      if (reading instanceof Reading.Unreadable<List<Rule>> not) {
        unsaid(rule, not.reason());
      } else if (block.isPresent()) {
        unsaid(
            rule,
            "some of its packets are blocked by a rule that is no rule here, "
                + block.get().label());
      } else if (reading instanceof Reading.Value<List<Rule>> said) {
        said.value().forEach(each -> add(rule, each));
      }
    }
  }

  private void keepBlock(FirewallRule rule) {
    if (rule.active() && rule.action() == Action.BLOCK) {
      unsaidBlocks.add(rule);
    }
  }

  private Optional<FirewallRule> blockOf(FirewallRule rule) {
    return rule.action() == Action.BLOCK || !rule.active()
        ? Optional.empty()
        : unsaidBlocks.stream().filter(block -> Overlap.of(block, rule)).findFirst();
  }

  /** The rules under names that are not given yet, or why there are none. */
  private Reading<List<Rule>> restate(FirewallRule rule) {
    Set<Profile> profiles = holdingProfiles(rule);
    if (profiles.isEmpty()) {
      return new Reading.Unreadable<>("it holds in no profile: local rules are void there");
    }
    Reading<List<RulePiece>> pieces = Restatement.of(rule, profiles);
    if (pieces instanceof Reading.Unreadable<List<RulePiece>> not) {
      return new Reading.Unreadable<>(not.reason());
    }
    List<Rule> said = new ArrayList<>();
    for (RulePiece piece : pieces.readable().orElseThrow()) {
      Reading<Rule> each = sayable(piece, Optional.empty(), rule.active());
      if (each instanceof Reading.Unreadable<Rule> not) {
        return new Reading.Unreadable<>(not.reason());
      }
      sayable(piece, rule.description(), rule.active())
          .readable()
          .or(each::readable)
          .ifPresent(said::add);
    }
    return new Reading.Value<>(said);
  }

  /** The rule of a piece, if a file and netsh can say it: an inactive one as if it were active. */
  private Reading<Rule> sayable(RulePiece piece, Optional<String> description, boolean active) {
    Optional<Rule> rule = piece.rule("rule", texts(description, true));
    Optional<String> refusal =
        rule.isEmpty()
            ? Optional.of("a file can't name ports of its protocol")
            : check.refusal(rule.get());
    return refusal
        .<Reading<Rule>>map(Reading.Unreadable::new)
        .orElseGet(
            () ->
                new Reading.Value<>(piece.rule("rule", texts(description, active)).orElseThrow()));
  }

  private static Texts texts(Optional<String> description, boolean active) {
    return new Texts(description, Optional.empty(), Optional.empty(), active);
  }

  /** Where it holds: an inactive one where it says, since nobody can tell what it will meet. */
  private Set<Profile> holdingProfiles(FirewallRule rule) {
    Set<Profile> profiles = EnumSet.copyOf(rule.profiles());
    if (rule.active()) {
      profiles.removeIf(
          profile -> {
            ProfileSettings settings = policy.settings(profile);
            boolean shut =
                rule.direction() == Direction.IN
                    && rule.action() == Action.ALLOW
                    && settings.is(Setting.SHIELDS_UP);
            return shut || !settings.is(Setting.MERGES_LOCAL_RULES);
          });
    }
    return profiles;
  }

  private void add(FirewallRule rule, Rule said) {
    List<String> remarks = new ArrayList<>();
    if (rule.hasIndirectName()) {
      String group = rule.group().map(text -> ", of the group " + text).orElse("");
      remarks.add("named " + rule.label() + group);
    }
    if (rule.description().isPresent() && said.description().isEmpty()) {
      remarks.add("description: " + rule.description().get());
    }
    Set<Profile> lost = EnumSet.copyOf(rule.profiles());
    lost.removeAll(said.windows().profiles());
    if (!lost.isEmpty()) {
      remarks.add("not in " + lost + ", where the host doesn't let it hold");
    }
    OwnRule.of(rule)
        .ifPresent(own -> remarks.add("somebody has changed this rule of " + own.mark().text()));
    Optional<String> given = rule.name().filter(text -> !rule.hasIndirectName());
    String like = given.filter(text -> !text.isBlank()).orElseGet(() -> shape(said));
    items.add(new Item(remarks, Optional.of(Imported.renamed(said, names.like(like)))));
  }

  /** {@code allow in tcp 443}. */
  private static String shape(Rule rule) {
    String summary = rule.summary(Platform.WINDOWS);
    int from = summary.indexOf(rule.directions().contains(Direction.IN) ? " from " : " to ");
    return summary.substring(0, from);
  }

  private void unsaid(FirewallRule rule, String reason) {
    String state = rule.active() ? "" : " (not active)";
    items.add(
        new Item(List.of(NetshWords.of(rule).line() + state, "  " + reason), Optional.empty()));
  }

  private void unread(Unread unread) {
    String what = unread.id() + " of " + unread.path() + ": " + unread.text();
    items.add(
        new Item(List.of(what, "  it is not understood: " + unread.reason()), Optional.empty()));
  }
}
