package dev.durward.platform;

import dev.durward.model.IpAddress;

/**
 * The router that leads out of this host's network.
 *
 * @param address its own, in that network
 * @param networkInterface the name of this host's interface that leads to it; an address of IPv6
 *     that is link-local means nothing without
 * @param local this host's address, as the router sees it
 */
public record Gateway(IpAddress address, String networkInterface, IpAddress local) {
  public Gateway {
    if (address.family() != local.family()) {
      throw new IllegalArgumentException(address + " and " + local + " are of two families");
    }
  }
}
