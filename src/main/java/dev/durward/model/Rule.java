package dev.durward.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * One rule of a rule file, defaults and groups resolved.
 *
 * <p>Ports are those of the packet that opens the connection: a rule's {@code ports} are its
 * destination (local for {@code in}, remote for {@code out}).
 *
 * @param name unique in its rule set
 * @param description what it is for
 * @param justification why it is open
 * @param owner who answers for it
 * @param expires the first day (UTC) on which it no longer holds
 * @param enabled whether it holds at all
 * @param platforms where it applies
 * @param directions not empty
 * @param action what it does
 * @param protocols not empty
 * @param destinationPorts {@code ports} in the file
 * @param sourcePorts {@code remote-ports} for in, {@code local-ports} for out
 * @param remote the other side's addresses
 * @param local this host's addresses
 * @param families not empty
 * @param windows what only Windows can say
 * @param linux what only Linux can say
 * @param expectation what probes must see
 * @param forwarding what it wants of the router before the host; empty if that is left alone
 */
public record Rule(
    String name,
    Optional<String> description,
    Optional<String> justification,
    Optional<String> owner,
    Optional<LocalDate> expires,
    boolean enabled,
    Set<Platform> platforms,
    Set<Direction> directions,
    Action action,
    List<Protocol> protocols,
    PortSet destinationPorts,
    PortSet sourcePorts,
    AddressSet remote,
    AddressSet local,
    Set<Family> families,
    WindowsOptions windows,
    LinuxOptions linux,
    Expectation expectation,
    Optional<Forwarding> forwarding) {

  public Rule {
    platforms = Set.copyOf(platforms);
    directions = Set.copyOf(directions);
    protocols = List.copyOf(protocols);
    families = Set.copyOf(families);
    if (name.isBlank()
        || platforms.isEmpty()
        || directions.isEmpty()
        || protocols.isEmpty()
        || families.isEmpty()) {
      throw new IllegalArgumentException("a rule that can match nothing: " + name);
    }
    boolean namesPorts = !destinationPorts.isAll() || !sourcePorts.isAll();
    if (namesPorts && !protocols.stream().allMatch(Protocol::hasPorts)) {
      throw new IllegalArgumentException("ports of a protocol that has none: " + name);
    }
  }

  /** Whether it holds on that platform and day. */
  public boolean inForce(Platform platform, LocalDate day) {
    return idle(platform, day).isEmpty();
  }

  /** Why it does not hold on that platform and day, as a reason; empty if it does. */
  public Optional<String> idle(Platform platform, LocalDate day) {
    if (!enabled) {
      return Optional.of("not enabled in the file");
    }
    if (!platforms.contains(platform)) {
      return Optional.of("not for " + platform.title());
    }
    return expires.filter(end -> isExpired(day)).map(end -> "expired on " + end);
  }

  public boolean isExpired(LocalDate day) {
    return expires.map(end -> !day.isBefore(end)).orElse(false);
  }

  /** The families in which it can match: those named, less those without an address in a set. */
  public List<Family> effectiveFamilies() {
    List<Family> effective = new ArrayList<>();
    for (Family family : Family.values()) {
      if (families.contains(family) && remote.pieces(family) > 0 && local.pieces(family) > 0) {
        effective.add(family);
      }
    }
    return effective;
  }

  /** Whether a flow is one of those that it speaks about, whatever its action. */
  public boolean matches(Flow flow) {
    return directions.contains(flow.direction())
        && families.contains(flow.family())
        && protocols.stream().anyMatch(p -> p.matches(flow.protocol(), flow.family()))
        && (destinationPorts.isAll() || destinationPorts.contains(flow.destinationPort()))
        && (sourcePorts.isAll() || sourcePorts.contains(flow.sourcePort()))
        && remote.contains(flow.remote())
        && local.contains(flow.local())
        && matchesInterface(flow.networkInterface())
        && linux.user().map(user -> flow.user().equals(Optional.of(user))).orElse(true);
  }

  /**
   * The rule in one line, for people, as it holds on a platform: {@code allow in tcp 443 from any}.
   */
  public String summary(Platform platform) {
    List<String> parts = new ArrayList<>();
    parts.add(action.word());
    if (directions.contains(Direction.IN)) {
      parts.add(directions.contains(Direction.OUT) ? "in+out" : "in");
    } else {
      parts.add("out");
    }
    StringJoiner names = new StringJoiner("+");
    protocols.forEach(protocol -> names.add(protocol.word()));
    parts.add(names.toString());
    if (protocols.get(0).hasPorts()) {
      parts.add(destinationPorts.toString());
    }
    boolean keywords = platform == Platform.WINDOWS && !windows.remote().isEmpty();
    parts.add(directions.contains(Direction.IN) ? "from" : "to");
    parts.add(keywords ? windows.remoteWords() : remote.toString());
    if (!sourcePorts.isAll()) {
      parts.add("source port " + sourcePorts);
    }
    if (!local.isAny()) {
      parts.add("at " + local);
    }
    parts.addAll(platform == Platform.WINDOWS ? windows.summary() : linux.summary());
    if (effectiveFamilies().size() == 1) {
      parts.add("(" + effectiveFamilies().get(0).word() + ")");
    }
    expires.ifPresent(end -> parts.add("until " + end));
    return String.join(" ", parts);
  }

  private boolean matchesInterface(String name) {
    return linux.interfaces().isEmpty()
        || linux.interfaces().stream()
            .anyMatch(
                pattern ->
                    pattern.endsWith("+")
                        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                        : name.equals(pattern));
  }
}
