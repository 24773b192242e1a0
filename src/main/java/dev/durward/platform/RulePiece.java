package dev.durward.platform;

import dev.durward.model.Action;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Expectation;
import dev.durward.model.Family;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Platform;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.WindowsOptions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one rule of a host does, in a file's terms: the whole of a file's rule, or a part of one
 * that came to several. Components are as those of {@link Rule}; the addresses are of the families
 * that are named.
 */
public record RulePiece(
    Action action,
    Set<Direction> directions,
    List<Protocol> protocols,
    PortSet destinationPorts,
    PortSet sourcePorts,
    AddressSet remote,
    AddressSet local,
    Set<Family> families,
    WindowsOptions windows,
    LinuxOptions linux,
    Optional<LocalDate> expires) {

  /**
   * A rule's texts.
   *
   * @param enabled whether it holds
   */
  public record Texts(
      Optional<String> description,
      Optional<String> justification,
      Optional<String> owner,
      boolean enabled) {
    /** Those of a rule that holds and has none. */
    public static final Texts NONE =
        new Texts(Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  public RulePiece {
    directions = Set.copyOf(directions);
    protocols = List.copyOf(protocols);
    families = Set.copyOf(families);
  }

  /** The same of other addresses. */
  public RulePiece in(Set<Family> others, AddressSet from, AddressSet to) {
    return new RulePiece(
        action,
        directions,
        protocols,
        destinationPorts,
        sourcePorts,
        from,
        to,
        others,
        windows,
        linux,
        expires);
  }

  /** The same in those families alone in which it can match; empty if there is none. */
  public Optional<RulePiece> possible() {
    Set<Family> possible = EnumSet.noneOf(Family.class);
    for (Family family : families) {
      if (!remote.in(family).isEmpty() && !local.in(family).isEmpty()) {
        possible.add(family);
      }
    }
    return possible.isEmpty()
        ? Optional.empty()
        : Optional.of(in(possible, within(remote, possible), within(local, possible)));
  }

  private static AddressSet within(AddressSet set, Set<Family> families) {
    List<AddressRange> ranges = new ArrayList<>();
    families.forEach(family -> ranges.addAll(set.in(family)));
    return AddressSet.of(ranges);
  }

  /**
   * The one piece that says what both say, if they are pieces of one rule. Whether it says no more
   * is to be seen by taking it apart again.
   */
  public Optional<RulePiece> with(RulePiece other) {
    boolean alike =
        action == other.action
            && windows.profiles().equals(other.windows.profiles())
            && windows.program().equals(other.windows.program())
            && windows.service().equals(other.windows.service())
            && expires.equals(other.expires)
            && linux.limit().equals(other.linux.limit())
            && linux.user().equals(other.linux.user());
    return alike
        ? Optional.of(
            new RulePiece(
                action,
                Set.copyOf(union(directions, other.directions)),
                union(protocols, other.protocols),
                ports(destinationPorts, other.destinationPorts),
                ports(sourcePorts, other.sourcePorts),
                addresses(remote, other.remote),
                addresses(local, other.local),
                Set.copyOf(union(families, other.families)),
                unionOfWindows(other.windows),
                unionOfLinux(other.linux),
                expires))
        : Optional.empty();
  }

  private WindowsOptions unionOfWindows(WindowsOptions other) {
    return new WindowsOptions(
        windows.profiles(),
        windows.program(),
        windows.service(),
        Set.copyOf(union(windows.interfaceTypes(), other.interfaceTypes())),
        windows.edge() == WindowsOptions.Edge.NO ? other.edge() : windows.edge(),
        Set.copyOf(union(windows.remote(), other.remote())),
        Set.copyOf(union(windows.icmpTypes(), other.icmpTypes())));
  }

  private LinuxOptions unionOfLinux(LinuxOptions other) {
    return new LinuxOptions(
        union(linux.interfaces(), other.interfaces()),
        linux.log() || other.log(),
        linux.limit(),
        linux.user());
  }

  private static <T> List<T> union(Collection<T> a, Collection<T> b) {
    Set<T> union = new LinkedHashSet<>(a);
    union.addAll(b);
    return List.copyOf(union);
  }

  private static PortSet ports(PortSet a, PortSet b) {
    List<PortRange> ranges = new ArrayList<>(a.ranges());
    ranges.addAll(b.ranges());
    return PortSet.of(ranges);
  }

  private static AddressSet addresses(AddressSet a, AddressSet b) {
    List<AddressRange> ranges = new ArrayList<>(a.ranges());
    ranges.addAll(b.ranges());
    return AddressSet.of(ranges);
  }

  /** The rule of a file; empty if none can be so: ports of a protocol that has none. */
  public Optional<Rule> rule(String name, Texts texts) {
    boolean namesPorts = !destinationPorts.isAll() || !sourcePorts.isAll();
    if (namesPorts && !protocols.stream().allMatch(Protocol::hasPorts)) {
      return Optional.empty();
    }
    AddressSet from = open(remote);
    AddressSet to = open(local);
    return Optional.of(
        new Rule(
            name,
            texts.description(),
            texts.justification(),
            texts.owner(),
            expires,
            texts.enabled(),
            platforms(namesPorts),
            directions,
            action,
            protocols,
            destinationPorts,
            sourcePorts,
            from,
            to,
            areSaidByAddresses(from, to) ? EnumSet.allOf(Family.class) : families,
            windows,
            linux,
            Expectation.NONE,
            Optional.empty()));
  }

  /** Every address of the families that are named is any address. */
  private AddressSet open(AddressSet set) {
    return families.stream().allMatch(set::isAll) ? AddressSet.ANY : set;
  }

  private boolean areSaidByAddresses(AddressSet from, AddressSet to) {
    for (Family family : Family.values()) {
      boolean possible = !from.in(family).isEmpty() && !to.in(family).isEmpty();
      if (possible != families.contains(family)) {
        return false;
      }
    }
    return true;
  }

  /** One platform alone where the other would refuse the rule, or keep it wider. */
  private Set<Platform> platforms(boolean namesPorts) {
    if (!windows.equals(WindowsOptions.NONE)) {
      return Set.of(Platform.WINDOWS);
    }
    boolean narrowed =
        !linux.interfaces().isEmpty() || linux.limit().isPresent() || linux.user().isPresent();
    boolean beyondWindows =
        action == Action.REJECT || (namesPorts && protocols.contains(Protocol.SCTP));
    return narrowed || beyondWindows ? Set.of(Platform.LINUX) : EnumSet.allOf(Platform.class);
  }
}
