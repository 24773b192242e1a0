package dev.durward.kernel;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Packets to a street's host, where its rules look for differences. No connection twice: what
 * became of an earlier packet has no say.
 */
final class GeneratedPackets {
  /** Ports that rules often name: a range is met by few others. */
  private static final List<Integer> USUAL = List.of(22, 25, 53, 80, 123, 443, 3306, 8080, 40_000);

  private static final int MOST_PORTS = 12;
  private static final int[] RARE = {Packet.GRE, Packet.ESP, Packet.OSPF, 99};

  private final Random random;
  private final Set<String> used = new HashSet<>();
  private int nextKey = 1;

  GeneratedPackets(Random random) {
    this.random = random;
  }

  /** So many packets of a family. */
  List<Packet> next(int count, Family family, Mentioned mentioned, Street street) {
    List<Integer> ports = new ArrayList<>(mentioned.destinationPorts());
    Collections.shuffle(ports, random);
    ports = new ArrayList<>(ports.subList(0, Math.min(MOST_PORTS, ports.size())));
    ports.add(one(USUAL));
    ports.add(1 + random.nextInt(65535));
    List<IpAddress> here = street.addresses(family);
    List<Packet> packets = new ArrayList<>();
    while (packets.size() < count) {
      int protocol = protocol(family);
      boolean hasPorts = Packet.hasPorts(protocol);
      IpAddress source = source(family, mentioned);
      boolean identified = hasPorts || Packet.isIcmp(protocol);
      Packet packet =
          new Packet(
              nextKey,
              protocol,
              source,
              one(here),
              hasPorts ? sourcePort(mentioned) : identified ? 1 + random.nextInt(65535) : 0,
              hasPorts ? one(ports) : 0,
              one(street.interfaces()));
      if (!here.contains(source) && used.add(packet.tuple())) {
        packets.add(packet);
        nextKey++;
      }
    }
    return packets;
  }

  private int protocol(Family family) {
    int chance = random.nextInt(20);
    if (chance < 10) {
      return Packet.TCP;
    }
    if (chance < 15) {
      return Packet.UDP;
    }
    if (chance < 17) {
      return family == Family.IPV4 ? Packet.ICMP : Packet.ICMPV6;
    }
    return chance == 17 ? Packet.SCTP : RARE[random.nextInt(RARE.length)];
  }

  private IpAddress source(Family family, Mentioned mentioned) {
    if (!mentioned.sources().isEmpty() && random.nextInt(4) > 0) {
      return one(mentioned.sources());
    }
    while (true) {
      IpAddress address =
          family == Family.IPV4
              ? new IpAddress(family, 0, random.nextInt() & 0xffff_ffffL)
              : new IpAddress(family, 0x2001_0db8L << 32 | random.nextInt(), random.nextLong());
      if (Mentioned.isOrdinary(address)) {
        return address;
      }
    }
  }

  private int sourcePort(Mentioned mentioned) {
    return mentioned.sourcePorts().isEmpty() || random.nextInt(3) > 0
        ? 1 + random.nextInt(65535)
        : one(mentioned.sourcePorts());
  }

  private <T> T one(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
