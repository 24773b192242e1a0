package dev.durward.platform.host;

import dev.durward.exec.CommandRunner;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Locality;
import dev.durward.probe.derivation.HostNetwork.Interface;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what is known of a Linux host beside its rules. */
public final class LocalityReader {
  /** Each interface has one of these (RFC 4291 section 2.5.6). */
  private static final AddressRange LINK_LOCAL =
      IpAddress.parse("fe80::")
          .flatMap(address -> AddressRange.ofPrefix(address, 10))
          .orElseThrow();

  private final CommandRunner runner;

  public LocalityReader(CommandRunner runner) {
    this.runner = runner;
  }

  /**
   * Reads it.
   *
   * @throws FirewallException if iproute2 is missing or fails
   */
  public Locality read() throws FirewallException, InterruptedException {
    List<AddressRange> addresses = new ArrayList<>(List.of(LINK_LOCAL));
    Set<String> interfaces = new HashSet<>();
    for (Interface each : new HostNetworkReader(runner).read().interfaces()) {
      if (!each.name().equals(Flow.LOOPBACK)) {
        interfaces.add(each.name());
        each.addresses().forEach(address -> addresses.add(AddressRange.of(address)));
      }
    }
    return interfaces.isEmpty()
        ? Locality.UNKNOWN
        : new Locality(Optional.of(AddressSet.of(addresses)), interfaces);
  }
}
