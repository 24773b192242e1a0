package dev.durward.platform.netsh;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.Flow.Leg;
import dev.durward.model.IpAddress;
import dev.durward.model.Verdict.Decision;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Mark;
import dev.durward.platform.Loss;
import dev.durward.platform.Passage;
import dev.durward.platform.Reach;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.defender.Ruling;
import dev.durward.platform.netsh.defender.Ruling.Reason;
import dev.durward.platform.netsh.rule.Circumstances;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.translation.OwnRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What other local rules would take from passages, in any profile that a network of the host has:
 * addresses are cut where a rule of either state cuts them, and one packet is held against both for
 * each part. Replies pass wherever what they answer does.
 *
 * @param host the host as it is
 * @param after its rules and settings as they would be
 * @param shutting whose wish it is that what no rule is about is blocked, if that is a new one
 */
record DefenderLosses(DefenderSnapshot host, FirewallPolicy after, Optional<Mark> shutting) {
  /** A port that no rule names on the side of whoever opens a connection. */
  private static final int EPHEMERAL = 49_999;

  private static final AddressSet LOOPBACK = DefenderExplanation.LOOPBACK;

  List<Loss> of(List<Passage> passages) {
    List<Loss> losses = new ArrayList<>();
    for (Passage passage : passages) {
      passage.families().stream()
          .sorted()
          .flatMap(family -> loss(passage, family).stream())
          .findFirst()
          .ifPresent(losses::add);
    }
    return losses;
  }

  private Optional<Loss> loss(Passage passage, Family family) {
    AddressSet all = new AddressSet(List.of(AddressRange.all(family))).minus(LOOPBACK);
    List<Profile> profiles =
        Stream.of(Profile.values())
            .filter(profile -> !host.networks().excludes(Set.of(profile)))
            .toList();
    for (Profile profile : profiles) {
      List<FirewallRule> rules = new ArrayList<>(host.policy().rules(profile));
      rules.addAll(after.rules(profile));
      List<AddressSet> remotes =
          DefenderExplanation.parts(
              passage.remote().intersection(all),
              rules.stream().map(FirewallRule::remoteAddresses).toList());
      List<AddressSet> locals =
          DefenderExplanation.parts(
              passage.local().intersection(all),
              rules.stream().map(FirewallRule::localAddresses).toList());
      for (AddressSet local : locals) {
        for (AddressSet remote : remotes) {
          Optional<Loss> loss = loss(passage, profile, local, remote);
          if (loss.isPresent()) {
            return loss;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Loss> loss(
      Passage passage, Profile profile, AddressSet local, AddressSet remote) {
    Set<Leg> legs = EnumSet.noneOf(Leg.class);
    Optional<Ruling> was = Optional.empty();
    Optional<Ruling> will = Optional.empty();
    for (Leg leg : List.of(Leg.OPENING, Leg.RUNNING)) {
      Flow flow = flow(passage, local, remote, leg);
      Ruling now = host.policy().verdict(flow, Circumstances.in(profile));
      Ruling then = after.verdict(flow, Circumstances.in(profile));
      if (reach(then).compareTo(reach(now)) < 0) {
        legs.add(leg);
        was = was.or(() -> Optional.of(now));
        will = will.or(() -> Optional.of(then));
      }
    }
    return legs.isEmpty()
        ? Optional.empty()
        : Optional.of(loss(passage, legs, was.orElseThrow(), will.orElseThrow()));
  }

  private Loss loss(Passage passage, Set<Leg> legs, Ruling was, Ruling will) {
    boolean certain = reach(will) == Reach.NEVER;
    Optional<FirewallRule> decider =
        will.decision() == Decision.BLOCKED
            ? will.rule()
            : will.doubts().stream().map(Ruling.Doubt::rule).findFirst();
    boolean isShut = decider.isEmpty() && was.reason() == Reason.DEFAULT;
    Optional<Mark> stands = isShut ? shutting : decider.flatMap(OwnRule::of).map(OwnRule::mark);
    if (stands.isPresent()) {
      return new Loss(passage, legs, certain, stands, false, "");
    }
    Optional<Mark> gone = was.rule().flatMap(OwnRule::of).map(OwnRule::mark);
    String place =
        decider
            .map(rule -> "rule \"" + rule.label() + "\"")
            .orElse("the policy for inbound connections");
    return new Loss(passage, legs, certain, gone, gone.isPresent(), place);
  }

  private static Reach reach(Ruling ruling) {
    return ruling.decision() == Decision.ALLOWED
        ? ruling.isCertain() ? Reach.ALWAYS : Reach.USUALLY
        : ruling.isCertain() ? Reach.NEVER : Reach.MAYBE;
  }

  private static Flow flow(Passage passage, AddressSet local, AddressSet remote, Leg leg) {
    IpAddress here = DefenderExplanation.some(local, remote);
    AddressSet taken = new AddressSet(List.of(AddressRange.of(here)));
    return new Flow(
        Direction.IN,
        passage.protocol(),
        here,
        DefenderExplanation.some(remote, taken),
        passage.running().orElse(EPHEMERAL),
        passage.port(),
        "",
        leg,
        Optional.empty());
  }
}
