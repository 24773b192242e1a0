package dev.durward.kernel;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Packets as Ethernet frames (RFC 791, 8200, 9293, 768, 792, 4443, 9260, 2784), and what answers
 * say about them. The frame's source address carries the key of its packet, and so do the
 * identification of IPv4 and the flow label of IPv6, which ICMP errors bring back.
 */
final class Frames {
  private static final int ETHERNET = 14;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int HOPS = 64;

  /** The lowest bits of the first byte: of one station, administered locally. */
  private static final int PREFIX = 0x02dd;

  private Frames() {}

  /** The Ethernet address that a packet is sent from. */
  static String station(int key) {
    return String.format(
        "02:dd:%02x:%02x:%02x:%02x", key >>> 24, key >>> 16 & 255, key >>> 8 & 255, key & 255);
  }

  /** Its frame to the station of that address, 6 bytes. */
  static byte[] of(Packet packet, byte[] to) {
    byte[] payload = transport(packet);
    boolean four = packet.family() == Family.IPV4;
    ByteBuffer frame = ByteBuffer.allocate(ETHERNET + (four ? 20 : 40) + payload.length);
    frame.put(to).putShort((short) PREFIX).putInt(packet.key());
    frame.putShort((short) (four ? IPV4 : IPV6));
    if (four) {
      ByteBuffer header = ByteBuffer.allocate(20).putShort((short) 0x4500);
      header.putShort((short) (20 + payload.length)).putShort((short) packet.key());
      header.putShort((short) 0x4000).put((byte) HOPS).put((byte) packet.protocol());
      header.putShort((short) 0).put(bytes(packet.source())).put(bytes(packet.destination()));
      frame.put(header.putShort(10, (short) checksum(header.array())).array());
    } else {
      frame.putInt(0x6000_0000 | (packet.key() & 0xf_ffff)).putShort((short) payload.length);
      frame.put((byte) packet.protocol()).put((byte) HOPS);
      frame.put(bytes(packet.source())).put(bytes(packet.destination()));
    }
    return frame.put(payload).array();
  }

  private static byte[] bytes(IpAddress address) {
    return address.toInetAddress().getAddress();
  }

  private static byte[] transport(Packet packet) {
    short from = (short) packet.sourcePort();
    short to = (short) packet.destinationPort();
    return switch (packet.protocol()) {
      case Packet.TCP -> {
        ByteBuffer syn = ByteBuffer.allocate(20).putShort(from).putShort(to).putInt(packet.key());
        syn.putInt(0).putShort((short) 0x5002).putShort((short) 0xffff).putInt(0);
        yield summed(packet, syn.array(), 16);
      }
      case Packet.UDP ->
          summed(
              packet,
              ByteBuffer.allocate(12).putShort(from).putShort(to).putInt(12 << 16).array(),
              6);
      case Packet.ICMP, Packet.ICMPV6 -> {
        int type = packet.protocol() == Packet.ICMP ? 8 : 128;
        ByteBuffer echo = ByteBuffer.allocate(12).putInt(type << 24).putShort(from);
        yield summed(packet, echo.putShort((short) 1).array(), 2);
      }
      case Packet.SCTP -> init(from, to);
      // A header of zeros is one of GRE's version 0; it and the rest are told apart by addresses.
      default -> ByteBuffer.allocate(16).putShort(2, (short) IPV4).putInt(8, packet.key()).array();
    };
  }

  /** An INIT chunk, which opens an association. */
  private static byte[] init(short from, short to) {
    ByteBuffer init = ByteBuffer.allocate(32).putShort(from).putShort(to).putLong(0);
    init.putInt(0x0100_0014).putInt(1).putInt(0xffff).putInt(0x000a_000a).putInt(1);
    CRC32C crc = new CRC32C();
    crc.update(init.array());
    return init.putInt(8, Integer.reverseBytes((int) crc.getValue())).array();
  }

  /** With its checksum at an offset, over the pseudo header too where there is one. */
  private static byte[] summed(Packet packet, byte[] segment, int at) {
    byte[] all = segment;
    if (packet.protocol() != Packet.ICMP) {
      byte[] source = bytes(packet.source());
      ByteBuffer sum = ByteBuffer.allocate(2 * source.length + 8 + all.length);
      sum.put(source).put(bytes(packet.destination())).putInt(all.length);
      all = sum.putInt(packet.protocol()).put(segment).array();
    }
    int checksum = checksum(all);
    boolean isNone = checksum == 0 && packet.protocol() == Packet.UDP;
    ByteBuffer.wrap(segment).putShort(at, (short) (isNone ? 0xffff : checksum));
    return segment;
  }

  /** RFC 1071. */
  private static int checksum(byte[] even) {
    long sum = 0;
    for (ByteBuffer words = ByteBuffer.wrap(even); words.hasRemaining(); ) {
      sum += words.getShort() & 0xffff;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }

  /** Whether a frame refuses a packet: destination unreachable, or a reset. */
  static boolean refuses(byte[] frame, Packet packet) {
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    boolean four = packet.family() == Family.IPV4;
    if (frame.length < ETHERNET + 40 || bytes.getShort(12) != (short) (four ? IPV4 : IPV6)) {
      return false;
    }
    int header = four ? (frame[ETHERNET] & 15) * 4 : 40;
    int protocol = frame[ETHERNET + (four ? 9 : 6)] & 255;
    int at = ETHERNET + header;
    if (protocol == Packet.TCP && packet.protocol() == Packet.TCP) {
      int ports = packet.destinationPort() << 16 | packet.sourcePort();
      return (frame[at + 13] & 4) != 0
          && bytes.getInt(at) == ports
          && address(bytes, four ? 12 : 8, packet).equals(packet.destination())
          && address(bytes, four ? 16 : 24, packet).equals(packet.source());
    }
    int unreachable = four ? 3 : 1;
    if (!Packet.isIcmp(protocol) || frame[at] != unreachable || frame.length < at + 16) {
      return false;
    }
    return four
        ? (bytes.getShort(at + 12) & 0xffff) == (packet.key() & 0xffff)
        : (bytes.getInt(at + 8) & 0xf_ffff) == (packet.key() & 0xf_ffff);
  }

  private static IpAddress address(ByteBuffer frame, int offset, Packet like) {
    byte[] address = bytes(like.source());
    frame.get(ETHERNET + offset, address);
    return IpAddress.ofBytes(address);
  }
}
