package dev.durward.platform.netsh.translation;

import dev.durward.model.Inbound;
import dev.durward.model.RuleSet;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.defender.ProfileSettings;
import dev.durward.platform.netsh.defender.ProfileSettings.Setting;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code inbound: block} comes to: the setting of each profile, and a rule that shows whose
 * wish that is. A setting carries no mark; so the rule does, and says in which profiles what no
 * rule is about came in before Durward. It is not active, and of the reserved protocol 255: it
 * can't do anything, even if somebody turns it on.
 */
public final class InboundBlock {
  private static final String TEXT =
      "Durward keeps blocked what no rule lets in; this rule itself does nothing";

  /** What the sign says of before; left out by scripts, which can't look. */
  private static final Pattern BEFORE =
      Pattern.compile(" \\[came in before: (nowhere|[a-z]+(?:, [a-z]+)*)\\]");

  private static final String NOWHERE = "nowhere";

  private InboundBlock() {}

  /** What becomes in a profile of what no rule is about. */
  public enum State {
    BLOCKED("inbound block"),
    ALLOWED("inbound allow"),
    /** Nothing is blocked. */
    OFF("firewall off");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** As a host has it, both stores taken together. */
    public static State of(FirewallPolicy policy, Profile profile) {
      ProfileSettings settings = policy.settings(profile);
      boolean blocks = settings.is(Setting.BLOCKS_INBOUND) || settings.is(Setting.SHIELDS_UP);
      return !settings.is(Setting.ENABLED) ? OFF : blocks ? BLOCKED : ALLOWED;
    }

    Entry entry(Mark mark, Profile profile) {
      return new Entry(mark, place(profile), text);
    }
  }

  static String place(Profile profile) {
    return OwnRule.PLACE + " " + word(profile) + " profile";
  }

  /** A profile as netsh and people have it: {@code public}. */
  public static String word(Profile profile) {
    return profile.name().toLowerCase(Locale.ROOT);
  }

  /** As a rule is realized; none if the set leaves the rest to the host. */
  public static List<Realized> realize(RuleSet rules) {
    if (rules.inbound() == Inbound.ALLOW) {
      return List.of();
    }
    Mark mark = Mark.of(rules.policy(), RuleSet.INBOUND_BLOCK);
    List<Entry> entries = new ArrayList<>(List.of(sign(mark)));
    for (Profile profile : Profile.values()) {
      entries.add(State.BLOCKED.entry(mark, profile));
    }
    return List.of(new Realized(mark, "block in everything that no rule is about", entries, ""));
  }

  private static Entry sign(Mark mark) {
    String name = OwnName.of(mark, 1).text();
    Optional<String> none = Optional.empty();
    String description = new OwnDescription(Optional.of(TEXT), none, none, mark).text();
    String text = "|Action=Block|Active=FALSE|Dir=In|Protocol=255|Name=%s|Desc=%s|";
    return new Entry(
        mark, OwnRule.PLACE, "v" + RuleTranslation.VERSION + text.formatted(name, description));
  }

  /** Whether a mark is of such a rule. */
  public static boolean isOf(Mark mark) {
    return mark.rule().equals(RuleSet.INBOUND_BLOCK);
  }

  /** The settings of a host, under each sign that is there. */
  public static List<Entry> settings(FirewallPolicy policy) {
    return signs(policy).stream()
        .map(OwnRule::mark)
        .distinct()
        .flatMap(
            mark ->
                Arrays.stream(Profile.values())
                    .map(profile -> State.of(policy, profile).entry(mark, profile)))
        .toList();
  }

  /** The rules of a host that show whose wish it is. */
  public static List<OwnRule> signs(FirewallPolicy policy) {
    return policy.localRules().stream()
        .flatMap(rule -> OwnRule.of(rule).stream())
        .filter(own -> isOf(own.mark()))
        .toList();
  }

  /** The text of an entry, whatever its sign says of before. */
  public static String canonical(String text) {
    return text.contains(TEXT) ? BEFORE.matcher(text).replaceFirst("") : text;
  }

  /** The profiles in which it came in before there was a sign; empty if this one doesn't tell. */
  public static Optional<Set<Profile>> before(FirewallRule sign) {
    Matcher matcher = BEFORE.matcher(sign.description().orElse(""));
    if (!matcher.find()) {
      return Optional.empty();
    }
    Set<Profile> profiles = EnumSet.noneOf(Profile.class);
    List<String> words = List.of(matcher.group(1).split(", ", -1));
    for (Profile profile : Profile.values()) {
      if (words.contains(word(profile))) {
        profiles.add(profile);
      }
    }
    return Optional.of(profiles);
  }

  /** The profiles in which it came in before there was any of these signs. */
  static Set<Profile> before(Collection<OwnRule> signs) {
    Set<Profile> profiles = EnumSet.noneOf(Profile.class);
    signs.forEach(sign -> before(sign.rule()).ifPresent(profiles::addAll));
    return profiles;
  }

  /** A sign as it is to be put on a host, with what it is to say of before. */
  public static Entry informed(Entry entry, FirewallPolicy policy) {
    boolean told = !isOf(entry.mark()) || !OwnRule.isRule(entry);
    if (told || before(OwnRule.of(entry).rule()).isPresent()) {
      return entry;
    }
    Set<Profile> open = before(signs(policy));
    for (Profile profile : Profile.values()) {
      if (State.of(policy, profile) == State.ALLOWED) {
        open.add(profile);
      }
    }
    List<String> words = open.stream().map(InboundBlock::word).toList();
    String where = words.isEmpty() ? NOWHERE : String.join(", ", words);
    return new Entry(
        entry.mark(),
        entry.place(),
        entry.text().replace(TEXT, TEXT + " [came in before: " + where + "]"));
  }
}
