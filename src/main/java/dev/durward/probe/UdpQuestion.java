package dev.durward.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a UDP probe says, so that the service that usually waits on a port answers. Each is always
 * the same and changes nothing where it is asked.
 */
public enum UdpQuestion {
  /**
   * A query for the name servers of the root, RFC 1035 section 4.1. Recursion is not desired, so
   * that no other server is asked for it; one that won't tell answers that it won't.
   */
  DNS(dns("000002")),
  /**
   * A query for the kinds of services, RFC 6763 section 9; from a port other than 5353 it is
   * answered by unicast, RFC 6762 section 6.7.
   */
  MDNS(dns(name("_services", "_dns-sd", "_udp", "local") + "000c")),
  /** A client's packet of version 4 (mode 3), RFC 5905 sections 7.3 and 14. */
  NTP("23" + "00".repeat(39) + Words.COOKIE),
  /**
   * A long header, RFC 8999 section 5.1, with a version that is reserved for being unknown, RFC
   * 9000 section 15. A datagram of 1200 bytes is long enough for a server to say which versions it
   * has, section 6.1.
   */
  QUIC("c0" + "1a2a3a4a" + "08" + Words.COOKIE + "08" + Words.OTHER_COOKIE + "00".repeat(1177)),
  /** A zero byte. Java sends no empty datagram over a connected channel, and doesn't say so. */
  BYTE("00");

  /** As many bytes as a reader of answers needs. */
  public static final int LONGEST_ANSWER = 2_048;

  /** What is said of an answer that is none of the protocol's. */
  private static final String ANY_ANSWER = "an answer came";

  private static final int DNS_HEADER = 12;
  private static final int NTP_PACKET = 48;
  private static final int NTP_SERVER = 4;
  private static final int QUIC_VERSIONS = 23;

  private final String hex;

  UdpQuestion(String hex) {
    this.hex = hex;
  }

  /** Constants of the questions, which an enum can't have before them. */
  private static final class Words {
    /** What comes back in an answer; ASCII. */
    static final String COOKIE = HexFormat.of().formatHex(ascii("durward1"));

    static final String OTHER_COOKIE = HexFormat.of().formatHex(ascii("durward2"));
  }

  /** What is asked at a port. */
  public static UdpQuestion at(int port) {
    return switch (port) {
      case 53 -> DNS;
      case 123 -> NTP;
      // HTTP/3, RFC 9114, and DNS over QUIC, RFC 9250 section 4.1.1
      case 443, 853, 8443 -> QUIC;
      case 5353 -> MDNS;
      default -> BYTE;
    };
  }

  /** The datagram. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** What an answer is, for the eye alone: whatever it says, it is one. */
  public String describe(ByteBuffer answer) {
    Optional<String> known =
        switch (this) {
          case DNS, MDNS -> dnsAnswer(answer);
          case NTP -> ntpAnswer(answer);
          case QUIC -> quicAnswer(answer);
          case BYTE -> Optional.empty();
        };
    return known.orElse(ANY_ANSWER);
  }

  /** The same identifier and the bit QR, RFC 1035 section 4.1.1. */
  private Optional<String> dnsAnswer(ByteBuffer answer) {
    if (answer.remaining() < DNS_HEADER
        || answer.getShort(0) != ByteBuffer.wrap(bytes()).getShort(0)
        || answer.get(2) >= 0) {
      return Optional.empty();
    }
    int code = answer.get(3) & 0x0f;
    return Optional.of("a DNS answer" + (code == 0 ? "" : ", response code " + code));
  }

  /** A server's packet whose origin timestamp is what was sent, RFC 5905 section 8. */
  private Optional<String> ntpAnswer(ByteBuffer answer) {
    if (answer.remaining() < NTP_PACKET
        || (answer.get(0) & 0x07) != NTP_SERVER
        || answer.getLong(24) != ByteBuffer.wrap(bytes()).getLong(40)) {
      return Optional.empty();
    }
    return Optional.of("an NTP answer, stratum " + (answer.get(1) & 0xff));
  }

  /** Version 0 and our identifiers exchanged, RFC 8999 section 6. */
  private Optional<String> quicAnswer(ByteBuffer answer) {
    ByteBuffer asked = ByteBuffer.wrap(bytes());
    if (answer.remaining() < QUIC_VERSIONS
        || answer.get(0) >= 0
        || answer.getInt(1) != 0
        || !answer.slice(5, 9).equals(asked.slice(14, 9))
        || !answer.slice(14, 9).equals(asked.slice(5, 9))) {
      return Optional.empty();
    }
    List<String> versions = new ArrayList<>();
    for (int at = QUIC_VERSIONS; at + 4 <= answer.limit(); at += 4) {
      quicVersion(answer.getInt(at)).ifPresent(versions::add);
    }
    return Optional.of("QUIC versions " + String.join(", ", versions));
  }

  /** Version 2 has a number of its own, RFC 9369 section 3.1; those reserved are no versions. */
  private static Optional<String> quicVersion(int number) {
    if ((number & 0x0f0f0f0f) == 0x0a0a0a0a) {
      return Optional.empty();
    }
    if (number == 0x6b3343cf) {
      return Optional.of("2");
    }
    return Optional.of(
        number >>> 24 == 0xff
            ? "draft-" + (number & 0xff_ffff)
            : number > 0 && number < 0x100 ? Integer.toString(number) : hex(number));
  }

  private static String hex(int number) {
    return "0x" + HexFormat.of().toHexDigits(number);
  }

  /** One question of class IN, without recursion. */
  private static String dns(String question) {
    return "6477" + "0000" + "0001" + "0000".repeat(3) + question + "0001";
  }

  private static String name(String... labels) {
    StringBuilder hex = new StringBuilder();
    for (String label : labels) {
      hex.append(HexFormat.of().toHexDigits((byte) label.length()));
      hex.append(HexFormat.of().formatHex(ascii(label)));
    }
    return hex.append("00").toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
