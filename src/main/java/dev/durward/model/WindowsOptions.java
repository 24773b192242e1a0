package dev.durward.model;

import java.util.Optional;
import java.util.Set;

/**
 * What only Windows can say.
 *
 * @param profiles the network profiles in which the rule holds; all three where the file names none
 * @param program the program's full path
 * @param service the service's short name
 * @param interfaceTypes empty for every type
 * @param edge whether the traffic may have crossed a NAT edge
 */
public record WindowsOptions(
    Set<Profile> profiles,
    Optional<String> program,
    Optional<String> service,
    Set<InterfaceType> interfaceTypes,
    Edge edge) {
  /** A network profile of Defender Firewall. */
  public enum Profile {
    DOMAIN,
    PRIVATE,
    PUBLIC
  }

  /** A type of network interface, as netsh names it. */
  public enum InterfaceType {
    LAN,
    WIRELESS,
    RAS
  }

  /** Edge traversal, as netsh names it. */
  public enum Edge {
    YES,
    NO,
    DEFERAPP,
    DEFERUSER
  }

  /** What a rule without a {@code windows:} block has. */
  public static final WindowsOptions NONE =
      new WindowsOptions(
          Set.of(Profile.values()), Optional.empty(), Optional.empty(), Set.of(), Edge.NO);

  public WindowsOptions {
    profiles = Set.copyOf(profiles);
    interfaceTypes = Set.copyOf(interfaceTypes);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("a rule in no profile");
    }
  }
}
