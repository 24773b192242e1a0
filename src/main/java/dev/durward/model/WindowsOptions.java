package dev.durward.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * What only Windows can say.
 *
 * @param profiles the network profiles in which the rule holds; all three where the file names none
 * @param program the program's full path
 * @param service the service's short name
 * @param interfaceTypes empty for every type
 * @param edge whether the traffic may have crossed a NAT edge
 * @param remote addresses that Windows finds out itself, instead of the rule's own remote ones;
 *     empty to leave those as they are
 * @param icmpTypes the types of ICMP messages, 0 to 255; empty for every type
 */
public record WindowsOptions(
    Set<Profile> profiles,
    Optional<String> program,
    Optional<String> service,
    Set<InterfaceType> interfaceTypes,
    Edge edge,
    Set<RemoteKeyword> remote,
    Set<Integer> icmpTypes) {
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

  /** Addresses that Windows finds out itself, as netsh names them. */
  public enum RemoteKeyword {
    LOCALSUBNET,
    DNS,
    DHCP,
    WINS,
    DEFAULTGATEWAY
  }

  /** What a rule without a {@code windows:} block has. */
  public static final WindowsOptions NONE =
      new WindowsOptions(
          Set.of(Profile.values()),
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          Edge.NO,
          Set.of(),
          Set.of());

  public WindowsOptions {
    profiles = Set.copyOf(profiles);
    interfaceTypes = Set.copyOf(interfaceTypes);
    remote = Set.copyOf(remote);
    icmpTypes = Set.copyOf(icmpTypes);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("a rule in no profile");
    }
  }

  /** The addresses that Windows finds out itself, as a file has them, separated by commas. */
  String remoteWords() {
    return words(remote);
  }

  /** What narrows a rule, in words. */
  List<String> summary() {
    List<String> parts = new ArrayList<>();
    if (!icmpTypes.isEmpty()) {
      parts.add("type " + new TreeSet<>(icmpTypes).toString().replaceAll("[\\[\\] ]", ""));
    }
    program.ifPresent(path -> parts.add("for " + path));
    service.ifPresent(name -> parts.add("for the service " + name));
    if (!interfaceTypes.isEmpty()) {
      parts.add("over " + words(interfaceTypes));
    }
    if (profiles.size() < Profile.values().length) {
      parts.add("in " + words(profiles));
    }
    return parts;
  }

  private static <E extends Enum<E>> String words(Set<E> values) {
    StringJoiner words = new StringJoiner(",");
    new TreeSet<>(values).forEach(value -> words.add(value.name().toLowerCase(Locale.ROOT)));
    return words.toString();
  }
}
