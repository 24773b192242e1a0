package dev.durward.platform.netsh.defender;

import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.FirewallException;
import dev.durward.platform.netsh.registry.Registry;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The networks that a host has been in. Which of them it is in now is not in the registry.
 *
 * @param profiles those that one of its networks has; none if nothing is known of any
 */
public record Networks(Set<Profile> profiles) {
  private static final String PATH =
      "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\NetworkList\\Profiles";

  public Networks {
    profiles = Set.copyOf(profiles);
  }

  /** Reads what Windows remembers of them. */
  public static Networks read(Registry registry) throws FirewallException {
    Set<Profile> profiles = EnumSet.noneOf(Profile.class);
    for (String name : registry.subkeys(PATH)) {
      Optional<Registry.Key> key = registry.key(PATH + "\\" + name);
      switch (key.map(found -> found.numbers().getOrDefault("Category", -1)).orElse(-1)) {
        case 0 -> profiles.add(Profile.PUBLIC);
        case 1 -> profiles.add(Profile.PRIVATE);
        case 2 -> profiles.add(Profile.DOMAIN);
        default -> {}
      }
    }
    return new Networks(profiles);
  }

  /** Whether rules of these profiles alone hold in none of its networks. */
  public boolean excludes(Set<Profile> others) {
    return !profiles.isEmpty() && others.stream().noneMatch(profiles::contains);
  }
}
