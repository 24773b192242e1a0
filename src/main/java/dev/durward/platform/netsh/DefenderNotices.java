package dev.durward.platform.netsh;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.netsh.FirewallRule.Action;
import dev.durward.platform.netsh.ProfileSettings.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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

  private DefenderNotices(DefenderSnapshot host, List<OwnRule> own) {
    this.policy = host.policy();
    this.networks = host.networks();
    this.own = own;
  }

  /**
   * @param after what of Durward's is to be there
   */
  static List<Diagnostic> of(DefenderSnapshot host, List<Entry> after) {
    DefenderNotices notices = new DefenderNotices(host, after.stream().map(OwnRule::of).toList());
    notices.profiles();
    notices.blocks();
    notices.names(host.managed(), after);
    return List.copyOf(notices.found);
  }

  private void add(Severity severity, String message, String proposal) {
    found.add(new Diagnostic(severity, Optional.empty(), message, Optional.of(proposal)));
  }

  private void profiles() {
    Set<Profile> concerned = new TreeSet<>();
    own.forEach(each -> concerned.addAll(each.rule().profiles()));
    concerned.forEach(profile -> found.addAll(settings(policy, profile)));
    for (OwnRule each : own) {
      Set<Profile> profiles = each.rule().profiles();
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
    String name = profile.name().toLowerCase(Locale.ROOT);
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
              "netsh advfirewall set " + name + "profile state on"));
    } else if (settings.is(Setting.SHIELDS_UP)) {
      notices.add(
          warning(
              "the "
                  + name
                  + " profile blocks all incoming connections"
                  + " (DoNotAllowExceptions=1): what rules allow stays shut there",
              "netsh advfirewall set "
                  + name
                  + "profile firewallpolicy blockinbound,allowoutbound"));
    } else if (!settings.is(Setting.BLOCKS_INBOUND)) {
      notices.add(
          warning(
              "the "
                  + name
                  + " profile lets in what no rule blocks: rules that allow add nothing"
                  + " there",
              "netsh advfirewall set "
                  + name
                  + "profile firewallpolicy blockinbound,allowoutbound"));
    }
    return notices;
  }

  /** That rules of a profile hold nowhere for now. */
  static Diagnostic inactive(Profile profile) {
    String name = profile.name().toLowerCase(Locale.ROOT);
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
        managed.stream().filter(entry -> !staying.contains(entry)).map(OwnRule::of).toList();
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
