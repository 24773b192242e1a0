package dev.durward.platform.netsh.defender;

import dev.durward.model.Flow;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.netsh.defender.ProfileSettings.Setting;
import dev.durward.platform.netsh.registry.Reading;
import dev.durward.platform.netsh.registry.Registry;
import dev.durward.platform.netsh.rule.Circumstances;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of Windows Defender Firewall on a host, as the registry keeps it: its local store and
 * that of group policy. The rules that Windows has for its own services and for isolated apps, and
 * those of a device management, are other keys and no part of it.
 *
 * @param localRules sorted by id
 * @param groupRules those of group policy, sorted by id
 * @param unread the rules of both that are not understood
 * @param localSettings of each profile
 * @param groupSettings of each profile, as group policy sets them
 */
public record FirewallPolicy(
    List<FirewallRule> localRules,
    List<FirewallRule> groupRules,
    List<Unread> unread,
    Map<Profile, ProfileSettings> localSettings,
    Map<Profile, ProfileSettings> groupSettings) {
  /** Where the local store is. */
  public static final String LOCAL =
      "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";

  /** Where that of group policy is. */
  public static final String GROUP = "SOFTWARE\\Policies\\Microsoft\\WindowsFirewall";

  private static final String RULES = "\\FirewallRules";

  /**
   * A rule that is there and not understood.
   *
   * @param path the key it is in
   * @param id the value's name
   * @param text the value's data
   * @param reason what is wrong with it
   */
  public record Unread(String path, String id, String text, String reason) {}

  public FirewallPolicy {
    localRules = List.copyOf(localRules);
    groupRules = List.copyOf(groupRules);
    unread = List.copyOf(unread);
    localSettings = Map.copyOf(localSettings);
    groupSettings = Map.copyOf(groupSettings);
  }

  /**
   * Reads both stores.
   *
   * @throws FirewallException if the registry can't be read, or has no local rules at all: that is
   *     no host without rules but a part of one
   */
  public static FirewallPolicy read(Registry registry) throws FirewallException {
    Registry.Key local =
        registry
            .key(LOCAL + RULES)
            .orElseThrow(
                () ->
                    new FirewallException(
                        Kind.UNREADABLE,
                        "there is no key HKEY_LOCAL_MACHINE\\" + LOCAL + RULES,
                        "read the registry of a host with Windows Defender Firewall, or an export"
                            + " that holds this key"));
    List<Unread> unread = new ArrayList<>();
    List<FirewallRule> localRules = rules(LOCAL + RULES, local, unread);
    List<FirewallRule> groupRules = new ArrayList<>();
    Optional<Registry.Key> group = registry.key(GROUP + RULES);
    if (group.isPresent()) {
      groupRules.addAll(rules(GROUP + RULES, group.get(), unread));
    }
    return new FirewallPolicy(
        localRules, groupRules, unread, localSettings(registry), groupSettings(registry));
  }

  private static List<FirewallRule> rules(String path, Registry.Key key, List<Unread> unread) {
    List<FirewallRule> rules = new ArrayList<>();
    key.texts()
        .forEach(
            (id, text) -> {
              Reading<FirewallRule> reading = FirewallRule.read(id, text);
              reading.readable().ifPresent(rules::add);
              if (reading instanceof Reading.Unreadable<FirewallRule> not) {
                unread.add(new Unread(path, id, text, not.reason()));
              }
            });
    return rules;
  }

  /** The key of a profile in the local store. */
  public static String localKey(Profile profile) {
    return LOCAL
        + switch (profile) {
          case DOMAIN -> "\\DomainProfile";
          // The name is older than the profiles: what was not the domain was standard.
          case PRIVATE -> "\\StandardProfile";
          case PUBLIC -> "\\PublicProfile";
        };
  }

  static Map<Profile, ProfileSettings> localSettings(Registry registry) throws FirewallException {
    Map<Profile, ProfileSettings> settings = new EnumMap<>(Profile.class);
    for (Profile profile : Profile.values()) {
      settings.put(profile, settings(registry, localKey(profile)));
    }
    settings.replaceAll((profile, each) -> each.without(Setting.MERGES_LOCAL_RULES));
    return settings;
  }

  /** The standard profile counts for both others where there is neither ([MS-GPFAS] 2.2.3). */
  static Map<Profile, ProfileSettings> groupSettings(Registry registry) throws FirewallException {
    Map<Profile, ProfileSettings> settings = new EnumMap<>(Profile.class);
    settings.put(Profile.DOMAIN, settings(registry, GROUP + "\\DomainProfile"));
    boolean standard =
        registry.key(GROUP + "\\PrivateProfile").isEmpty()
            && registry.key(GROUP + "\\PublicProfile").isEmpty();
    ProfileSettings old =
        settings(registry, GROUP + "\\StandardProfile").without(Setting.MERGES_LOCAL_RULES);
    settings.put(Profile.PRIVATE, standard ? old : settings(registry, GROUP + "\\PrivateProfile"));
    settings.put(Profile.PUBLIC, standard ? old : settings(registry, GROUP + "\\PublicProfile"));
    return settings;
  }

  private static ProfileSettings settings(Registry registry, String path) throws FirewallException {
    return registry.key(path).map(ProfileSettings::of).orElse(ProfileSettings.NONE);
  }

  /** The same with other rules in its local store. */
  public FirewallPolicy withLocalRules(List<FirewallRule> rules) {
    return new FirewallPolicy(rules, groupRules, unread, localSettings, groupSettings);
  }

  /** The same with something on, or off, in some profiles of its local store. */
  public FirewallPolicy with(Setting setting, Map<Profile, Boolean> on) {
    Map<Profile, ProfileSettings> settings = new EnumMap<>(Profile.class);
    settings.putAll(localSettings);
    on.forEach((profile, is) -> settings.put(profile, local(profile).with(setting, is)));
    return new FirewallPolicy(localRules, groupRules, unread, settings, groupSettings);
  }

  /** How the local store sets a profile. */
  public ProfileSettings local(Profile profile) {
    return localSettings.getOrDefault(profile, ProfileSettings.NONE);
  }

  private ProfileSettings group(Profile profile) {
    return groupSettings.getOrDefault(profile, ProfileSettings.NONE);
  }

  /** Whether group policy says what becomes of what no rule is about, so that nobody else can. */
  public boolean groupDecides(Profile profile) {
    return group(profile).given().containsKey(Setting.BLOCKS_INBOUND);
  }

  /** Whether it is group policy that turns the firewall off. */
  public boolean groupTurnsOff(Profile profile) {
    return !group(profile).is(Setting.ENABLED);
  }

  /** How the firewall is set in a profile, both stores taken together. */
  public ProfileSettings settings(Profile profile) {
    return group(profile).over(local(profile));
  }

  /** The rules that hold in a profile: of group policy, and then the local ones unless void. */
  public List<FirewallRule> rules(Profile profile) {
    List<FirewallRule> all = new ArrayList<>(groupRules);
    if (settings(profile).is(Setting.MERGES_LOCAL_RULES)) {
      all.addAll(localRules);
    }
    return all.stream().filter(rule -> rule.active() && rule.profiles().contains(profile)).toList();
  }

  /** What Windows does with a packet; see {@link Evaluation}. */
  public Ruling verdict(Flow flow, Circumstances circumstances) {
    Profile profile = circumstances.profile();
    return new Evaluation(settings(profile), rules(profile)).verdict(flow, circumstances);
  }
}
