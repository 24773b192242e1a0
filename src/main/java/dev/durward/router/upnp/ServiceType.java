package dev.durward.router.upnp;

import java.util.Optional;

/** What a router may offer of what is wanted; of several, the first counts. */
enum ServiceType {
  /** WANIPConnection:2 Service, of IGD version 2. */
  IP_2("WANIPConnection:2"),
  /** WANIPConnection:1 Service Template, of IGD version 1. */
  IP_1("WANIPConnection:1"),
  /** WANPPPConnection:1 Service Template: the same actions, where the line is PPP. */
  PPP_1("WANPPPConnection:1"),
  /** WANIPv6FirewallControl:1 Service, of IGD version 2. */
  FIREWALL_1("WANIPv6FirewallControl:1");

  private final String urn;

  ServiceType(String name) {
    this.urn = "urn:schemas-upnp-org:service:" + name;
  }

  /** Its whole name. */
  String urn() {
    return urn;
  }

  static Optional<ServiceType> of(String urn) {
    for (ServiceType type : values()) {
      if (type.urn.equals(urn)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
