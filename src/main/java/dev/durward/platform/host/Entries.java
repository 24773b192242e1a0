package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.probe.derivation.HostNetwork.Interface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * By which interfaces packets of neighbours come to the host's addresses: a rule of somebody's may
 * name one, and a probe that came in by an interface of its own would be none of its business.
 *
 * @param interfaces that of each address, if it is up, not loopback, and the kernel takes a probe
 *     in by it
 */
record Entries(Map<IpAddress, String> interfaces) {
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4/conf");
  private static final String STRICT = "1";

  Entries {
    interfaces = Map.copyOf(interfaces);
  }

  /**
   * Reads them of the calling thread's network namespace.
   *
   * @param strict families of which rules of the host take packets by the reverse path alone
   */
  static Entries read(IpTool ip, Set<Family> strict) throws IOException, InterruptedException {
    Map<IpAddress, String> interfaces = new HashMap<>();
    String links = ip.run("-o", "link", "show");
    for (Interface each : HostNetworkReader.interfaces(links, ip.run("-o", "addr", "show"))) {
      if (each.up() && !each.name().equals(Flow.LOOPBACK)) {
        each.addresses().forEach(address -> interfaces.putIfAbsent(address, each.name()));
      }
    }
    Set<String> filtered = new HashSet<>(interfaces.values());
    filtered.removeIf(name -> !isStrict(name));
    interfaces
        .entrySet()
        .removeIf(
            each ->
                strict.contains(each.getKey().family())
                    || (each.getKey().family() == Family.IPV4
                        && filtered.contains(each.getValue())));
    return new Entries(interfaces);
  }

  /** The one of a target; empty where there is none to use. */
  Optional<String> of(IpAddress target) {
    return Optional.ofNullable(interfaces.get(target));
  }

  /**
   * Whether the kernel's own reverse path filter, which IPv4 alone has, wants packets to come by
   * where their answers leave. The stricter one of the two settings counts, but 2, which is loose,
   * above 1 (ip-sysctl).
   */
  private static boolean isStrict(String name) {
    String all = setting("all");
    String own = setting(name);
    return (all.compareTo(own) > 0 ? all : own).equals(STRICT);
  }

  private static String setting(String name) {
    try {
      return Files.readString(SETTINGS.resolve(name).resolve("rp_filter")).strip();
    } catch (IOException e) {
      return STRICT;
    }
  }
}
