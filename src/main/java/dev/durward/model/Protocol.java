package dev.durward.model;

/**
 * What a rule says of the protocol.
 *
 * @param kind one protocol by its number, or a word that stands for several
 * @param number the IANA number of a {@link Kind#NUMBERED} one, neither 1 nor 58 (those are {@link
 *     #ICMP}); otherwise 0
 */
public record Protocol(Kind kind, int number) {
  /** How a rule names its protocol. */
  public enum Kind {
    NUMBERED,
    /** ICMP (1) over IPv4, ICMPv6 (58) over IPv6: one to the user, two on the wire. */
    ICMP,
    ANY
  }

  public static final Protocol TCP = numbered(6);
  public static final Protocol UDP = numbered(17);
  public static final Protocol SCTP = numbered(132);
  public static final Protocol ICMP = new Protocol(Kind.ICMP, 0);
  public static final Protocol ANY = new Protocol(Kind.ANY, 0);

  public Protocol {
    if (number < 0 || number > 255 || (kind != Kind.NUMBERED && number != 0)) {
      throw new IllegalArgumentException("not a protocol number: " + number);
    }
    if (number == 1 || number == 58) {
      throw new IllegalArgumentException("protocol " + number + " is ICMP");
    }
  }

  /** A protocol by its IANA number, 0 to 255 without 1 and 58. */
  public static Protocol numbered(int number) {
    return new Protocol(Kind.NUMBERED, number);
  }

  /** Whether its packets carry ports that rules may name: TCP, UDP and SCTP. */
  public boolean hasPorts() {
    return kind == Kind.NUMBERED && (number == 6 || number == 17 || number == 132);
  }

  /** Whether a packet of IANA protocol {@code packet} in {@code family} belongs to it. */
  public boolean matches(int packet, Family family) {
    return switch (kind) {
      case ANY -> true;
      case ICMP -> packet == (family == Family.IPV4 ? 1 : 58);
      case NUMBERED -> packet == number;
    };
  }

  /** The name in the rule file: tcp, udp, sctp, icmp, any, or a number. */
  public String word() {
    return switch (kind) {
      case ANY -> "any";
      case ICMP -> "icmp";
      case NUMBERED ->
          switch (number) {
            case 6 -> "tcp";
            case 17 -> "udp";
            case 132 -> "sctp";
            default -> Integer.toString(number);
          };
    };
  }
}
