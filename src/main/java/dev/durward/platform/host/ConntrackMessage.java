package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.probe.Probe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Messages about one entry of the kernel's table of connections: netlink(7), linux/netlink.h,
 * linux/netfilter/nfnetlink_conntrack.h.
 */
final class ConntrackMessage {
  private static final int ROOM = 256;
  private static final int HEADER = 16;
  private static final short SUBSYSTEM = 1 << 8;
  private static final short NLM_F_REQUEST = 1;
  private static final short NLA_F_NESTED = (short) 0x8000;
  private static final short CTA_TUPLE_ORIG = 1;
  private static final short CTA_TUPLE_IP = 1;
  private static final short CTA_IP_V4_SRC = 1;
  private static final short CTA_IP_V4_DST = 2;
  private static final short CTA_IP_V6_SRC = 3;
  private static final short CTA_IP_V6_DST = 4;
  private static final short CTA_TUPLE_PROTO = 2;
  private static final short CTA_PROTO_NUM = 1;
  private static final short CTA_PROTO_SRC_PORT = 2;
  private static final short CTA_PROTO_DST_PORT = 3;
  private static final byte AF_INET = 2;
  private static final byte AF_INET6 = 10;

  /** What is asked for; IPCTNL_MSG_CT_GET and the like. */
  enum Kind {
    GET(1, 0),
    /** Acknowledged (NLM_F_ACK), since there would be no answer otherwise. */
    DELETE(2, 4);

    private final int number;
    private final int flags;

    Kind(int number, int flags) {
      this.number = number;
      this.flags = flags;
    }
  }

  private ConntrackMessage() {}

  /** Asks for the connection between the probe's two ends, whichever of them began it. */
  static byte[] request(Kind kind, Probe probe, int sequence) {
    boolean four = probe.family() == Family.IPV4;
    ByteBuffer message = ByteBuffer.allocate(ROOM).order(ByteOrder.nativeOrder());
    message.putInt(0).putShort((short) (SUBSYSTEM | kind.number));
    message.putShort((short) (NLM_F_REQUEST | kind.flags)).putInt(sequence).putInt(0);
    message.put(four ? AF_INET : AF_INET6).put((byte) 0).putShort((short) 0); // nfgenmsg
    int tuple = begin(message, CTA_TUPLE_ORIG);
    int addresses = begin(message, CTA_TUPLE_IP);
    put(message, four ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, bytes(probe.source().address()));
    put(message, four ? CTA_IP_V4_DST : CTA_IP_V6_DST, bytes(probe.target().address()));
    end(message, addresses);
    int protocol = begin(message, CTA_TUPLE_PROTO);
    put(message, CTA_PROTO_NUM, (byte) probe.transport().number());
    put(message, CTA_PROTO_SRC_PORT, port(probe.source().port()));
    put(message, CTA_PROTO_DST_PORT, port(probe.target().port()));
    end(message, protocol);
    end(message, tuple);
    message.putInt(0, message.position());
    byte[] bytes = new byte[message.position()];
    message.rewind().get(bytes);
    return bytes;
  }

  /** Whether the first of these messages answers the request of that number. */
  static boolean answers(byte[] bytes, int length, int sequence) {
    return length >= HEADER && in(bytes).getInt(8) == sequence;
  }

  /** Whether an answer describes a connection, and is not an error or an acknowledgement. */
  static boolean isConnection(byte[] answer) {
    return in(answer).getShort(4) == SUBSYSTEM;
  }

  private static ByteBuffer in(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private static int begin(ByteBuffer message, short type) {
    int start = message.position();
    message.putShort((short) 0).putShort((short) (type | NLA_F_NESTED));
    return start;
  }

  private static void end(ByteBuffer message, int start) {
    message.putShort(start, (short) (message.position() - start));
  }

  /** An attribute, filled up to a multiple of four bytes. */
  private static void put(ByteBuffer message, short type, byte... value) {
    message.putShort((short) (4 + value.length)).putShort(type).put(value);
    message.position(message.position() + 3 & ~3);
  }

  private static byte[] port(int port) {
    return new byte[] {(byte) (port >>> 8), (byte) port};
  }

  private static byte[] bytes(IpAddress address) {
    return address.family() == Family.IPV4
        ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
        : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
  }
}
