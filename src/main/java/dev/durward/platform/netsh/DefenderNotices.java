package dev.durward.platform.netsh;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.defender.Networks;
import dev.durward.platform.netsh.defender.ProfileSettings;
import dev.durward.platform.netsh.defender.ProfileSettings.Setting;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.rule.Overlap;
import dev.durward.platform.netsh.translation.InboundBlock;
import dev.durward.platform.netsh.translation.InboundBlock.State;
import dev.durward.platform.netsh.translation.InboundChange;
import dev.durward.platform.netsh.translation.OwnRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the user of a plan must know about the host. */
final class DefenderNotices {
  private static final String GROUP_POLICY =
      "ask whoever keeps the group policy of this host; gpresult /h FILE shows where it comes from";

  private final FirewallPolicy policy;
  private final Networks networks;
  private final List<OwnRule> own;
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  private DefenderNotices(DefenderSnapshot host, List<Entry> after) {
    this.policy = InboundChange.done(host.policy(), InboundChange.of(host.policy(), after));
    this.networks = host.networks();
    this.own = OwnRule.among(after);
  }

  /**
   * @param after what of Durward's is to be there
   * @param desired whose wishes those are
   */
  static List<Diagnostic> of(DefenderSnapshot host, List<Entry> after, Desired desired) {
    DefenderNotices notices = new DefenderNotices(host, after);
    Set<Profile> open = notices.open(desired);
    notices.profiles(open);
    notices.staysShut(host.policy());
    notices.blocks();
    notices.names(host.managed(), after);
    return List.copyOf(notices.found);
  }

  private void add(Severity severity, String message, String proposal) {
    found.add(new Diagnostic(severity, Optional.empty(), message, Optional.of(proposal)));
  }

  /** What keeps {@code inbound: block} from holding, and in which profiles. */
  private Set<Profile> open(Desired desired) {
    Set<Profile> open = new TreeSet<>();
    for (OwnRule each : own) {
      if (!InboundBlock.isOf(each.mark()) || !desired.policies().contains(each.mark().policy())) {
        continue;
      }
      for (Profile profile : Profile.values()) {
        State state = State.of(policy, profile);
        if (state != State.BLOCKED && open.add(profile)) {
          found.add(
              new Diagnostic(
                  Severity.ERROR,
                  desired.places().of(each.mark()),
                  state == State.OFF
                      ? "Defender Firewall is off in the "
                          + InboundBlock.word(profile)
                          + " profile, so that `inbound: block` can't hold there"
                      : "group policy lets in what no rule blocks in the "
                          + InboundBlock.word(profile)
                          + " profile, so that `inbound: block` can't hold there",
                  Optional.of(remedy(profile, state))));
        }
      }
    }
    return open;
  }

  /** A sign that goes and doesn't tell of before: a script has put it there. */
  private void staysShut(FirewallPolicy now) {
    List<OwnRule> signs = InboundBlock.signs(now);
    boolean stays = own.stream().anyMatch(each -> InboundBlock.isOf(each.mark()));
    boolean untold = signs.stream().anyMatch(sign -> InboundBlock.before(sign.rule()).isEmpty());
    if (untold && !stays) {
      add(
          Severity.NOTE,
          "what no rule lets in stays blocked: a script has set that, and nobody knows how it was"
              + " before",
          "to open a profile: netsh advfirewall set publicprofile firewallpolicy"
              + " allowinbound,allowoutbound");
    }
  }

  private String remedy(Profile profile, State state) {
    boolean ours = state == State.OFF && !policy.groupTurnsOff(profile);
    return ours ? turnOn(profile) : GROUP_POLICY;
  }

  private static String turnOn(Profile profile) {
    return "netsh advfirewall set " + InboundBlock.word(profile) + "profile state on";
  }

  /**
   * @param open profiles of which enough has been said
   */
  private void profiles(Set<Profile> open) {
    Set<Profile> concerned = new TreeSet<>();
    own.forEach(each -> concerned.addAll(each.rule().profiles()));
    concerned.removeAll(open);
    concerned.forEach(profile -> found.addAll(settings(policy, profile)));
    for (OwnRule each : own) {
      Set<Profile> profiles = each.rule().profiles();
      if (InboundBlock.isOf(each.mark())) {
        continue;
      }
      if (profiles.stream().noneMatch(p -> policy.settings(p).is(Setting.MERGES_LOCAL_RULES))) {
        add(
            Severity.ERROR,
            "group policy voids local rules in every profile of " + quote(each.mark().rule()),
            GROUP_POLICY);
      } else if (networks.excludes(profiles)) {
        add(
            Severity.WARNING,
            "no network that this host has been in has a profile of "
                + quote(each.mark().rule())
                + ", which so holds nowhere for now",
            "see netsh advfirewall show currentprofile, or name other profiles");
      }
    }
  }

  /** What about a profile keeps rules from working there; also for {@code doctor}. */
  static List<Diagnostic> settings(FirewallPolicy policy, Profile profile) {
    ProfileSettings settings = policy.settings(profile);
    String name = InboundBlock.word(profile);
    List<Diagnostic> notices = new ArrayList<>();
    if (!settings.is(Setting.MERGES_LOCAL_RULES)) {
      notices.add(
          warning(
              "group policy voids all local rules in the "
                  + name
                  + " profile"
                  + " (AllowLocalPolicyMerge=0): Durward's do nothing there",
              GROUP_POLICY));
    }
    if (!settings.is(Setting.ENABLED)) {
      notices.add(
          warning(
              "Defender Firewall is off in the "
                  + name
                  + " profile: every port is open there,"
                  + " whatever rules block",
              turnOn(profile)));
    } else if (settings.is(Setting.SHIELDS_UP)) {
      notices.add(
          warning(
              "the "
                  + name
                  + " profile blocks all incoming connections"
                  + " (DoNotAllowExceptions=1): what rules allow stays shut there",
              shut(policy, profile)));
    } else if (!settings.is(Setting.BLOCKS_INBOUND)) {
      notices.add(
          warning(
              "the "
                  + name
                  + " profile lets in what no rule blocks: rules that allow add nothing"
                  + " there",
              "`defaults: {inbound: block}` in a rule file, or " + shut(policy, profile)));
    }
    return notices;
  }

  private static String shut(FirewallPolicy policy, Profile profile) {
    boolean outbound = policy.local(profile).is(Setting.BLOCKS_OUTBOUND);
    return "netsh " + String.join(" ", new InboundChange(profile, true, outbound).words());
  }

  /** That rules of a profile hold nowhere for now. */
  static Diagnostic inactive(Profile profile) {
    String name = InboundBlock.word(profile);
    return warning(
        "no network that this host has been in is of the " + name + " profile",
        "see netsh advfirewall show currentprofile");
  }

  private static Diagnostic warning(String message, String proposal) {
    return new Diagnostic(Severity.WARNING, Optional.empty(), message, Optional.of(proposal));
  }

  /** Rules of others that block what Durward's allow: a block beats any allow. */
  private void blocks() {
    for (OwnRule each : own) {
      if (each.rule().action() == Action.ALLOW) {
        blocks(each, policy.groupRules(), "group policy's rule ", GROUP_POLICY);
        blocks(each, policy.localRules(), "the rule ", "delete that rule, or narrow it");
      }
    }
  }

  private void blocks(OwnRule allow, List<FirewallRule> rules, String whose, String proposal) {
    for (FirewallRule rule : rules) {
      if (rule.action() == Action.BLOCK
          && rule.active()
          && OwnRule.of(rule).isEmpty()
          && Overlap.of(rule, allow.rule())) {
        add(
            Severity.WARNING,
            whose
                + quote(rule.label())
                + " blocks "
                + (Overlap.covers(rule, allow.rule()) ? "all" : "part")
                + " of what "
                + quote(allow.mark().rule())
                + " allows, and a block beats every allow",
            proposal);
      }
    }
  }

  /** Rules that can't be told from others by the one thing that netsh knows them by. */
  private void names(List<Entry> managed, List<Entry> after) {
    Set<Entry> staying = new HashSet<>(after);
    List<OwnRule> going =
        OwnRule.among(managed.stream().filter(entry -> !staying.contains(entry)).toList());
    going.forEach(this::unsaid);
    Set<OwnRule> touched = new LinkedHashSet<>(own);
    touched.addAll(going);
    for (OwnRule each : touched) {
      for (FirewallRule rule : policy.localRules()) {
        Optional<Mark> mark = OwnRule.of(rule).map(OwnRule::mark);
        boolean sameName = rule.label().equalsIgnoreCase(each.rule().label());
        if (sameName && !mark.equals(Optional.of(each.mark()))) {
          add(
              Severity.ERROR,
              "the rule "
                  + quote(rule.label())
                  + " is somebody else's and has the name of one of Durward's, case aside, which"
                  + " is all that netsh knows rules by",
              "give that rule another name in wf.msc");
        }
      }
    }
  }

  private void unsaid(OwnRule old) {
    List<String> unsaid = NetshWords.of(old.rule()).unsaid();
    if (!unsaid.isEmpty()) {
      add(
          Severity.ERROR,
          "the rule "
              + quote(old.rule().label())
              + " has been given "
              + String.join(", ", unsaid)
              + ", which netsh could not put back if this fails",
          "delete the rule in wf.msc, then run this again");
    }
  }

  private static String quote(String name) {
    return "\"" + name + "\"";
  }
}
