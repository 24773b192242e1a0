package dev.durward.rulefile;

import dev.durward.model.Protocol;
import dev.durward.rulefile.Node.Scalar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads protocols: a name, or an IANA number. */
final class ProtocolReader {
  private static final List<String> NAMES = List.of("tcp", "udp", "sctp", "icmp", "any");
  private static final String WHAT = "a protocol";

  private final Values values;
  private final Findings findings;

  ProtocolReader(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  /** One protocol or several, each once; {@code any} only alone. */
  Optional<List<Protocol>> read(Node node) {
    Set<Protocol> seen = new LinkedHashSet<>();
    Optional<List<Protocol>> protocols =
        values.list(
            node, WHAT, scalar -> one(scalar).filter(value -> values.isNew(seen, value, scalar)));
    if (seen.contains(Protocol.ANY) && seen.size() > 1) {
      findings.error(node.at(), "`any` stands in a list with others", "write `any` alone");
      return Optional.empty();
    }
    return protocols;
  }

  private Optional<Protocol> one(Scalar scalar) {
    return switch (scalar.text()) {
      case "tcp" -> Optional.of(Protocol.TCP);
      case "udp" -> Optional.of(Protocol.UDP);
      case "sctp" -> Optional.of(Protocol.SCTP);
      case "icmp" -> Optional.of(Protocol.ICMP);
      case "any" -> Optional.of(Protocol.ANY);
      default -> number(scalar);
    };
  }

  private Optional<Protocol> number(Scalar scalar) {
    int number = Values.digits(scalar.text());
    if (number == 0) {
      // iptables reads `-p 0` as every protocol.
      findings.error(
          scalar.at(),
          "protocol 0 means every protocol to some tools",
          "write `any` to mean every protocol");
    } else if (number == 1 || number == 58) {
      findings.error(
          scalar.at(),
          "protocol " + number + " is ICMP in one family alone",
          "write `icmp`, with `families:` to name the family");
    } else if (number > 255) {
      findings.error(scalar.at(), number + " is not a protocol number", "use 2 to 255");
    } else if (number > 0) {
      return Optional.of(Protocol.numbered(number));
    } else {
      findings.error(
          scalar.at(), Spelling.quote(scalar.text()) + " is not a protocol", meant(scalar.text()));
    }
    return Optional.empty();
  }

  private static String meant(String text) {
    return switch (text) {
      case "all", "ip", "*" -> Spelling.question("any");
      case "icmpv6", "ipv6-icmp", "icmp6", "icmpv4" -> "write `icmp`, which is both families";
      case "igmp" -> Spelling.question("2");
      case "gre" -> Spelling.question("47");
      case "esp" -> Spelling.question("50");
      case "ah" -> Spelling.question("51");
      case "ospf" -> Spelling.question("89");
      case "vrrp" -> Spelling.question("112");
      case "both", "tcp/udp", "tcp,udp" -> Spelling.question("[tcp, udp]");
      case "http", "https", "tls" -> Spelling.question("tcp");
      default -> Spelling.propose(text, NAMES, "use tcp, udp, sctp, icmp, any, or an IANA number");
    };
  }
}
