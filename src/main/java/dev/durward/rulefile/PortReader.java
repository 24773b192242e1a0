package dev.durward.rulefile;

import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.rulefile.Node.Scalar;
import java.util.IdentityHashMap;
import java.util.Optional;

/** Reads ports from the text of the values, never from what YAML takes them for. */
final class PortReader {
  private static final int HIGHEST = PortNumber.HIGHEST;
  private static final String PORTS = "use a port from 1 to 65535";
  private static final String EVERY = "write 1-65535 to mean every port";

  private final Values values;
  private final Findings findings;
  // Those of `defaults` are met again in each rule.
  private final IdentityHashMap<Node, Optional<PortSet>> known = new IdentityHashMap<>();

  PortReader(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  /** A port, a range of ports, the name of a service, or a list of these. */
  Optional<PortSet> read(Node node) {
    Optional<PortSet> before = known.get(node);
    if (before != null) {
      return before;
    }
    Optional<PortSet> ports = values.list(node, "a port", this::range).map(PortSet::of);
    known.put(node, ports);
    return ports;
  }

  private Optional<PortRange> range(Scalar scalar) {
    String text = scalar.text();
    if (PortNumber.isPlain(text)) {
      return Optional.of(PortRange.of(Values.digits(text)));
    }
    int dash = text.indexOf('-');
    if (dash > 0 && isRange(text, dash)) {
      return range(scalar, text.substring(0, dash), text.substring(dash + 1));
    }
    Optional<Integer> service = Services.port(text);
    if (service.isEmpty()) {
      refuse(scalar, text);
    }
    return service.map(PortRange::of);
  }

  /** Whether nothing but digits stands on both sides of the dash. */
  private static boolean isRange(String text, int dash) {
    return isDigits(text.substring(0, dash)) && isDigits(text.substring(dash + 1));
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private Optional<PortRange> range(Scalar scalar, String from, String to) {
    int first = PortNumber.lenient(from);
    int last = to.isEmpty() ? HIGHEST : PortNumber.lenient(to);
    if (!PortNumber.isPlain(from) || !PortNumber.isPlain(to)) {
      String reason =
          first == 0
              ? " begins with 0, which is not a port"
              : first > HIGHEST || last > HIGHEST
                  ? " goes beyond the last port, 65535"
                  : to.isEmpty() ? " has no end" : " is not written in plain decimal digits";
      int least = Math.max(first, 1);
      int most = Math.min(last, HIGHEST);
      findings.error(
          scalar.at(),
          "the range " + Spelling.quote(scalar.text()) + reason,
          least <= most ? Spelling.question(least + "-" + most) : PORTS);
      return Optional.empty();
    }
    if (first > last) {
      findings.error(
          scalar.at(),
          "the range " + Spelling.quote(scalar.text()) + " ends before it begins",
          Spelling.question(last + "-" + first));
      return Optional.empty();
    }
    return Optional.of(new PortRange(first, last));
  }

  private void refuse(Scalar scalar, String text) {
    String quoted = Spelling.quote(text);
    int number = PortNumber.lenient(text);
    if (number == 0) {
      findings.error(scalar.at(), quoted + " is not a port", PORTS);
    } else if (number > HIGHEST) {
      findings.error(scalar.at(), quoted + " is beyond the last port", "the last port is 65535");
    } else if (number > 0) {
      findings.error(
          scalar.at(),
          quoted + " is not a port in plain decimal digits",
          Spelling.question(Integer.toString(number)));
    } else {
      findings.error(
          scalar.at(),
          quoted + " is not a port, a range like 9000-9010, or the name of a service",
          meant(text));
    }
  }

  private static String meant(String text) {
    String compact = text.replace(" ", "").replace("..", ":");
    int colon = compact.indexOf(':');
    int slash = compact.indexOf('/');
    if (compact.indexOf(',') >= 0) {
      return "write a list: [" + Spelling.quote(compact.replace(",", ", ")).replace("`", "") + "]";
    }
    if (colon > 0
        && PortNumber.isPlain(compact.substring(0, colon))
        && PortNumber.isPlain(compact.substring(colon + 1))) {
      return Spelling.question(compact.replace(':', '-'));
    }
    if (slash > 0) {
      return "write the protocol under `protocol:`";
    }
    int dash = compact.indexOf('-');
    if (compact.length() < text.length() && dash > 0) {
      return "write the range without blanks";
    }
    if (!compact.equals(text)) {
      return "write a list: [" + text.strip().replace(" ", ", ") + "]";
    }
    return switch (compact) {
      case "any", "all", "*", "ANY", "Any" -> EVERY;
      default -> Spelling.propose(text, Services.names(), PORTS);
    };
  }
}
