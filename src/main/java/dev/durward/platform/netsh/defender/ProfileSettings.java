package dev.durward.platform.netsh.defender;

import dev.durward.platform.netsh.registry.Registry;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the firewall is set in one profile, by one store or by several.
 *
 * @param given what is set there; the rest is as it comes
 */
public record ProfileSettings(Map<Setting, Boolean> given) {
  /** What a store says that has no key for the profile. */
  public static final ProfileSettings NONE = new ProfileSettings(Map.of());

  /** Something that is on or off ([MS-GPFAS] section 2.2.3, [MS-FASP] section 2.2.38). */
  public enum Setting {
    ENABLED("EnableFirewall", true),
    /** What no rule lets in is blocked. */
    BLOCKS_INBOUND("DefaultInboundAction", true),
    /** What no rule lets out is blocked. */
    BLOCKS_OUTBOUND("DefaultOutboundAction", false),
    /** Nothing is let in, whatever the rules say. */
    SHIELDS_UP("DoNotAllowExceptions", false),
    /** The local rules hold beside those of group policy. Only group policy can say it. */
    MERGES_LOCAL_RULES("AllowLocalPolicyMerge", true);

    private final String value;
    private final boolean usual;

    Setting(String value, boolean usual) {
      this.value = value;
      this.usual = usual;
    }

    /** The name of its value in the registry. */
    public String value() {
      return value;
    }
  }

  public ProfileSettings {
    given = Map.copyOf(given);
  }

  static ProfileSettings of(Registry.Key key) {
    Map<Setting, Boolean> given = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Integer number = key.numbers().get(setting.value);
      if (number != null) {
        given.put(setting, number != 0);
      }
    }
    return new ProfileSettings(given);
  }

  /** These without one of them. */
  ProfileSettings without(Setting setting) {
    Map<Setting, Boolean> rest = new EnumMap<>(Setting.class);
    rest.putAll(given);
    rest.remove(setting);
    return new ProfileSettings(rest);
  }

  /** These with one of them set. */
  ProfileSettings with(Setting setting, boolean on) {
    Map<Setting, Boolean> all = new EnumMap<>(Setting.class);
    all.putAll(given);
    all.put(setting, on);
    return new ProfileSettings(all);
  }

  /** Whether it is on; as Windows comes, where nobody has set it. */
  public boolean is(Setting setting) {
    return given.getOrDefault(setting, setting.usual);
  }

  /**
   * What holds when these settings are of group policy and the others are local: group policy wins
   * where it says something, but for shields, which either of them raises ([MS-FASP] section
   * 2.2.38).
   */
  ProfileSettings over(ProfileSettings local) {
    Map<Setting, Boolean> both = new EnumMap<>(Setting.class);
    both.putAll(local.given);
    both.putAll(given);
    if (is(Setting.SHIELDS_UP) || local.is(Setting.SHIELDS_UP)) {
      both.put(Setting.SHIELDS_UP, true);
    }
    return new ProfileSettings(both);
  }
}
