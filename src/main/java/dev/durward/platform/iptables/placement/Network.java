package dev.durward.platform.iptables.placement;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.util.List;

/** The addresses that packets of a network have. */
public final class Network {
  /** Addresses that no packet of a network has on either side of a connection. */
  public static final AddressSet NOBODY =
      AddressSet.of(
          List.of(
              range("0.0.0.0", 8),
              range("127.0.0.0", 8),
              range("224.0.0.0", 3),
              range("::1", 128),
              range("::", 128),
              range("ff00::", 8)));

  private Network() {}

  private static AddressRange range(String first, int prefix) {
    return AddressRange.ofPrefix(IpAddress.parse(first).orElseThrow(), prefix).orElseThrow();
  }

  /** All others of a family. */
  public static AddressSet of(Family family) {
    return new AddressSet(List.of(AddressRange.all(family))).minus(NOBODY);
  }
}
