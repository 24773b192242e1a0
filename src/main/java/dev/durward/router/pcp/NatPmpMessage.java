package dev.durward.router.pcp;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * The messages of NAT-PMP (RFC 6886 sections 3.2, 3.3 and 3.5), in network byte order.
 *
 * <pre>
 * address   version 1, opcode 1
 * answer    version 1, 128 + opcode 1, result 2, epoch 4, address outside 4
 * map       version 1, opcode 1, 0 2, internal port 2, external port 2, lifetime 4
 * answer    version 1, 128 + opcode 1, result 2, epoch 4, internal port 2, external port 2,
 *           lifetime 4
 * </pre>
 */
final class NatPmpMessage {
  static final int UNSUPPORTED_VERSION = 1;

  private static final int VERSION = 0;
  private static final int RESPONSE = 128;
  private static final int ADDRESS_OPCODE = 0;
  private static final int UDP_OPCODE = 1;
  private static final int TCP_OPCODE = 2;
  private static final long MOST_SECONDS = 0xffff_ffffL;

  private NatPmpMessage() {}

  /**
   * What a router answers.
   *
   * @param result 0 if it has done it; else {@link #words}
   * @param external its address outside, if that was asked for and it has one
   */
  record Answer(int result, int externalPort, Duration lease, Optional<IpAddress> external) {
    private static Answer refusal(int result) {
      return new Answer(result, 0, Duration.ZERO, Optional.empty());
    }
  }

  /** Asks for the router's address outside. */
  static byte[] address() {
    return new byte[] {VERSION, ADDRESS_OPCODE};
  }

  /** Asks for a mapping, or with no lease and external port 0 takes it away. */
  static byte[] map(Protocol protocol, int internalPort, int externalPort, Duration lease) {
    return ByteBuffer.allocate(12)
        .put((byte) VERSION)
        .put((byte) opcode(protocol))
        .putShort((short) 0)
        .putShort((short) internalPort)
        .putShort((short) externalPort)
        .putInt((int) Math.min(lease.toSeconds(), MOST_SECONDS))
        .array();
  }

  private static int opcode(Protocol protocol) {
    return protocol.equals(Protocol.TCP) ? TCP_OPCODE : UDP_OPCODE;
  }

  /** Reads the answer about the address; empty if the datagram is none. */
  static Optional<Answer> addressed(ByteBuffer answer) {
    return read(answer, ADDRESS_OPCODE, 12)
        .map(
            result -> {
              if (result != 0) {
                return Answer.refusal(result);
              }
              long address = Integer.toUnsignedLong(answer.getInt(8));
              return new Answer(
                  0,
                  0,
                  Duration.ZERO,
                  Optional.of(address)
                      .filter(number -> number != 0)
                      .map(number -> new IpAddress(Family.IPV4, 0, number)));
            });
  }

  /** Reads the answer about a mapping; empty if the datagram is none, or about another. */
  static Optional<Answer> mapped(ByteBuffer answer, Protocol protocol, int internalPort) {
    Optional<Integer> result = read(answer, opcode(protocol), 16);
    if (result.isEmpty() || result.get() != 0) {
      return result.map(Answer::refusal);
    }
    if (Short.toUnsignedInt(answer.getShort(8)) != internalPort) {
      return Optional.empty();
    }
    Duration lease = Duration.ofSeconds(Integer.toUnsignedLong(answer.getInt(12)));
    int externalPort = Short.toUnsignedInt(answer.getShort(10));
    return Optional.of(new Answer(0, externalPort, lease, Optional.empty()));
  }

  /** The result of an answer; a refusal may be as short as 4 bytes. */
  private static Optional<Integer> read(ByteBuffer answer, int opcode, int size) {
    boolean isAnswer =
        answer.remaining() >= 4
            && answer.get(0) == VERSION
            && Byte.toUnsignedInt(answer.get(1)) == (RESPONSE | opcode);
    if (!isAnswer) {
      return Optional.empty();
    }
    int result = Short.toUnsignedInt(answer.getShort(2));
    return result == 0 && answer.remaining() < size ? Optional.empty() : Optional.of(result);
  }

  /** Why a router refuses (section 3.5), with its code. */
  static String words(int code) {
    String words =
        switch (code) {
          case UNSUPPORTED_VERSION -> "it speaks another version of NAT-PMP";
          case 2 -> "it lets nobody open ports, or not this host";
          case 3 -> "its own way out doesn't work: it may have no public address";
          case 4 -> "it has no room for another port";
          case 5 -> "it doesn't understand what it was asked";
          default -> "it says why by a number that isn't known";
        };
    return words + " (NAT-PMP " + code + ")";
  }
}
