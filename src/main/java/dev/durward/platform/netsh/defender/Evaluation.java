package dev.durward.platform.netsh.defender;

import dev.durward.model.Direction;
import dev.durward.model.Flow;
import dev.durward.model.Verdict.Decision;
import dev.durward.platform.netsh.defender.ProfileSettings.Setting;
import dev.durward.platform.netsh.defender.Ruling.Doubt;
import dev.durward.platform.netsh.defender.Ruling.Reason;
import dev.durward.platform.netsh.rule.Circumstances;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.RuleMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What Windows does with packets in one profile.
 *
 * <ul>
 *   <li>Loopback is left alone, and so is what a host sends to an address of its own.
 *   <li>A firewall that is off blocks nothing; raised shields let nothing in ([MS-FASP] section
 *       2.2.38).
 *   <li>Bypass beats block, block beats allow, and any rule beats the profile's own action
 *       ([MS-FASP] section 2.2.34).
 *   <li>A block holds for new and for running connections, and never for the other side's replies;
 *       the replies of an allowed connection pass.
 * </ul>
 *
 * @param settings those that hold in the profile
 * @param rules those that hold in it
 */
public record Evaluation(ProfileSettings settings, List<FirewallRule> rules) {
  public Evaluation {
    rules = List.copyOf(rules);
  }

  /** What Windows does with a packet. */
  public Ruling verdict(Flow flow, Circumstances circumstances) {
    boolean in = flow.direction() == Direction.IN;
    if (flow.isLoopback()
        || flow.local().isLoopback()
        || flow.remote().isLoopback()
        || flow.local().equals(flow.remote())) {
      return ruling(Decision.ALLOWED, Reason.LOOPBACK, List.of());
    }
    if (!settings.is(Setting.ENABLED)) {
      return ruling(Decision.ALLOWED, Reason.OFF, List.of());
    }
    if (in && settings.is(Setting.SHIELDS_UP)) {
      return ruling(Decision.BLOCKED, Reason.SHIELDS_UP, List.of());
    }
    Matches bypasses = matches(flow, circumstances, FirewallRule::beatsBlocks);
    Matches blocks =
        flow.leg() == Flow.Leg.REPLY
            ? Matches.NONE
            : matches(flow, circumstances, rule -> rule.action() == Action.BLOCK);
    Matches allows = matches(flow, circumstances, rule -> rule.action() != Action.BLOCK);
    if (bypasses.certain().isPresent()) {
      return new Ruling(Decision.ALLOWED, Reason.RULE, bypasses.certain(), List.of());
    }
    if (blocks.certain().isPresent()) {
      return new Ruling(Decision.BLOCKED, Reason.RULE, blocks.certain(), bypasses.doubts());
    }
    if (allows.certain().isPresent()) {
      return new Ruling(Decision.ALLOWED, Reason.RULE, allows.certain(), blocks.doubts());
    }
    return settings.is(in ? Setting.BLOCKS_INBOUND : Setting.BLOCKS_OUTBOUND)
        ? ruling(Decision.BLOCKED, Reason.DEFAULT, allows.doubts())
        : ruling(Decision.ALLOWED, Reason.DEFAULT, blocks.doubts());
  }

  private static Ruling ruling(Decision decision, Reason reason, List<Doubt> doubts) {
    return new Ruling(decision, reason, Optional.empty(), doubts);
  }

  /** The rules of one kind that match: the first one that surely does, and those that may. */
  private record Matches(Optional<FirewallRule> certain, List<Doubt> doubts) {
    static final Matches NONE = new Matches(Optional.empty(), List.of());
  }

  private Matches matches(Flow flow, Circumstances circumstances, Predicate<FirewallRule> kind) {
    List<Doubt> doubts = new ArrayList<>();
    for (FirewallRule rule : rules) {
      Optional<List<String>> conditions =
          kind.test(rule) ? RuleMatch.conditions(rule, flow, circumstances) : Optional.empty();
      if (conditions.isPresent() && conditions.get().isEmpty()) {
        return new Matches(Optional.of(rule), List.of());
      }
      conditions.ifPresent(open -> doubts.add(new Doubt(rule, open)));
    }
    return new Matches(Optional.empty(), doubts);
  }
}
