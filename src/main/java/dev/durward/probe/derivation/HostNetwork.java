package dev.durward.probe.derivation;

import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What probes must know of the network that they are derived for.
 *
 * @param interfaces the host's, in its own order
 * @param taken addresses of others that the host is in touch with now: a probe must not come from
 *     there, since its answers would be led away from them
 */
public record HostNetwork(List<Interface> interfaces, Set<IpAddress> taken) {
  /**
   * An interface.
   *
   * @param name its name
   * @param up whether it is up
   * @param addresses its addresses of global scope
   */
  public record Interface(String name, boolean up, List<IpAddress> addresses) {
    public Interface {
      addresses = List.copyOf(addresses);
    }
  }

  public HostNetwork {
    interfaces = List.copyOf(interfaces);
    taken = Set.copyOf(taken);
  }

  /** The host's addresses of a family, those of loopback last. */
  public List<IpAddress> addresses(Family family) {
    return interfaces.stream()
        .sorted((a, b) -> Boolean.compare(isLoopback(a), isLoopback(b)))
        .flatMap(each -> each.addresses().stream())
        .filter(address -> address.family() == family && !address.isLoopback())
        .toList();
  }

  /** The interface that a rule means: that name, or the first that begins so if it ends in +. */
  Optional<Interface> named(String pattern) {
    return interfaces.stream()
        .filter(
            each ->
                pattern.endsWith("+")
                    ? each.name().startsWith(pattern.substring(0, pattern.length() - 1))
                        && !isLoopback(each)
                    : each.name().equals(pattern))
        .findFirst();
  }

  /** Whether an address is one of the host's, or of somebody that it is in touch with. */
  boolean knows(IpAddress address) {
    return taken.contains(address)
        || interfaces.stream().anyMatch(each -> each.addresses().contains(address));
  }

  private static boolean isLoopback(Interface each) {
    return each.name().equals(Flow.LOOPBACK);
  }
}
