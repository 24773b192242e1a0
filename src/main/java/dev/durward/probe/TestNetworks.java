package dev.durward.probe;

import dev.durward.model.AddressRange;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;

/**
 * Addresses that are nobody's: a part of the networks set aside for measurements between hosts, RFC
 * 2544 (198.18.0.0/15) and RFC 5180 (2001:2::/48).
 */
public final class TestNetworks {
  private static final IpAddress IPV4 = new IpAddress(Family.IPV4, 0, 0xc612_5300L);
  private static final IpAddress IPV6 = new IpAddress(Family.IPV6, 0x2001_0002_0000_5300L, 0);

  private TestNetworks() {}

  /** Where probes come from if the rule does not care. */
  public static AddressRange sources(Family family) {
    return AddressRange.ofPrefix(base(family), family == Family.IPV4 ? 24 : 120).orElseThrow();
  }

  /** Where probes go to on a host that has no address of the family. */
  public static IpAddress target(Family family) {
    return new IpAddress(family, base(family).high(), base(family).low() + 1);
  }

  /** Stands for every address of the host. */
  public static IpAddress unspecified(Family family) {
    return new IpAddress(family, 0, 0);
  }

  private static IpAddress base(Family family) {
    return family == Family.IPV4 ? IPV4 : IPV6;
  }
}
