package dev.durward.router.pcp;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The messages of PCP, version 2 (RFC 6887 sections 7, 11.1, 13.2 and 14.1). All numbers are in
 * network byte order, all addresses of 128 bits, those of IPv4 as {@code ::ffff:a.b.c.d}.
 *
 * <pre>
 * question  version 1, opcode 1, 0 2, lifetime 4, this host's address 16
 * answer    version 1, 0x80 | opcode 1, 0 1, result 1, lifetime 4, epoch 4, 0 12
 * MAP       nonce 12, protocol 1, 0 3, internal port 2, external port 2, external address 16
 * option    code 1, 0 1, length 2
 * </pre>
 */
final class PcpMessage {
  static final int VERSION = 2;
  static final int NONCE = 12;

  /** The longest lease that can be said. */
  private static final long MOST_SECONDS = 0xffff_ffffL;

  private static final int HEADER = 24;
  private static final int MAP = 36;
  private static final int OPTION = 4;
  private static final int PREFER_FAILURE = 2;
  private static final int ANNOUNCE_OPCODE = 0;
  private static final int MAP_OPCODE = 1;
  private static final int RESPONSE = 0x80;

  private PcpMessage() {}

  /**
   * What a router is to map.
   *
   * @param nonce by which it knows this host again, in hexadecimal digits
   * @param internal this host's address
   * @param lease none to take the mapping away
   */
  record Wish(
      String nonce,
      IpAddress internal,
      Protocol protocol,
      int internalPort,
      int externalPort,
      Duration lease) {}

  /**
   * What it answers.
   *
   * @param result 0 if it has done it; else {@link PcpResult}
   * @param lease how long that holds
   * @param external the address outside; empty if the answer says none
   */
  record Answer(int result, Duration lease, int externalPort, Optional<IpAddress> external) {}

  /** Asks nothing but whether anybody answers: an ANNOUNCE, which changes nothing. */
  static byte[] announce(IpAddress host) {
    return header(ByteBuffer.allocate(HEADER), ANNOUNCE_OPCODE, 0, host).array();
  }

  /** Whether an answer is one of PCP's, of this version, to an ANNOUNCE, whatever it says. */
  static Optional<Integer> announced(ByteBuffer answer) {
    return isAnswer(answer, HEADER, ANNOUNCE_OPCODE)
        ? Optional.of(Byte.toUnsignedInt(answer.get(3)))
        : Optional.empty();
  }

  /**
   * Asks for a mapping.
   *
   * @param strict whether another port than the one that is asked for is worse than none
   */
  static byte[] map(Wish wish, boolean strict) {
    ByteBuffer message = ByteBuffer.allocate(HEADER + MAP + (strict ? OPTION : 0));
    long seconds = Math.min(wish.lease().toSeconds(), MOST_SECONDS);
    header(message, MAP_OPCODE, (int) seconds, wish.internal());
    message.put(HexFormat.of().parseHex(wish.nonce()));
    message.put((byte) wish.protocol().number()).put(new byte[3]);
    message.putShort((short) wish.internalPort()).putShort((short) wish.externalPort());
    // Whichever address it has; of which family, says the form.
    boolean four = wish.internal().family() == Family.IPV4;
    put(message, new IpAddress(four ? Family.IPV4 : Family.IPV6, 0, 0));
    if (strict) {
      message.put((byte) PREFER_FAILURE).put(new byte[OPTION - 1]);
    }
    return message.array();
  }

  /** Reads the answer to a wish; empty if the datagram is none, or one to another wish. */
  static Optional<Answer> mapped(ByteBuffer answer, Wish wish) {
    if (!isAnswer(answer, HEADER, MAP_OPCODE)) {
      return Optional.empty();
    }
    int result = Byte.toUnsignedInt(answer.get(3));
    Duration lease = Duration.ofSeconds(Integer.toUnsignedLong(answer.getInt(4)));
    if (answer.remaining() < HEADER + MAP) {
      // Only a refusal may come without what it refuses: sections 7.4 and 8.3 want a copy of it.
      return result == 0
          ? Optional.empty()
          : Optional.of(new Answer(result, lease, 0, Optional.empty()));
    }
    byte[] nonce = new byte[NONCE];
    answer.get(HEADER, nonce);
    boolean isSame =
        HexFormat.of().formatHex(nonce).equals(wish.nonce())
            && Byte.toUnsignedInt(answer.get(36)) == wish.protocol().number()
            && Short.toUnsignedInt(answer.getShort(40)) == wish.internalPort();
    return isSame
        ? Optional.of(
            new Answer(
                result, lease, Short.toUnsignedInt(answer.getShort(42)), address(answer, 44)))
        : Optional.empty();
  }

  private static boolean isAnswer(ByteBuffer answer, int least, int opcode) {
    return answer.remaining() >= least
        && answer.remaining() % OPTION == 0
        && answer.get(0) == VERSION
        && Byte.toUnsignedInt(answer.get(1)) == (RESPONSE | opcode);
  }

  private static ByteBuffer header(ByteBuffer message, int opcode, int lifetime, IpAddress host) {
    message.put((byte) VERSION).put((byte) opcode).putShort((short) 0).putInt(lifetime);
    return put(message, host);
  }

  private static ByteBuffer put(ByteBuffer message, IpAddress address) {
    return address.family() == Family.IPV4
        ? message.putLong(0).putInt(0xffff).putInt((int) address.low())
        : message.putLong(address.high()).putLong(address.low());
  }

  private static Optional<IpAddress> address(ByteBuffer message, int at) {
    long high = message.getLong(at);
    long low = message.getLong(at + Long.BYTES);
    boolean four = high == 0 && low >>> 32 == 0xffff;
    IpAddress address =
        four
            ? new IpAddress(Family.IPV4, 0, Integer.toUnsignedLong((int) low))
            : new IpAddress(Family.IPV6, high, low);
    return address.high() == 0 && address.low() == 0 ? Optional.empty() : Optional.of(address);
  }
}
