package dev.durward.rulefile;

import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Forwarding;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.rulefile.Node.Scalar;
import dev.durward.rulefile.RuleReader.Draft;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the {@code router:} block, and checks it against the rule that it stands in. */
final class ForwardingReader {
  /** What {@code router: {}} says. */
  static final Forwarding BARE =
      new Forwarding(OptionalInt.empty(), Set.of(Family.IPV4), Forwarding.USUAL);

  private static final String BLOCK = "router";
  private static final String EXTERNAL_PORT = "router.external-port";
  private static final String FAMILIES = "router.families";

  private final Values values;
  private final Findings findings;

  /** The rules that have asked for a port of the router, each by its port and protocol. */
  private final Map<String, String> taken = new HashMap<>();

  ForwardingReader(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  Optional<Optional<Forwarding>> read(Fields fields) {
    if (!fields.has(BLOCK)) {
      return Optional.of(Optional.empty());
    }
    Optional<Optional<Integer>> port =
        fields.readAny(EXTERNAL_PORT, node -> values.number(node, 1, PortNumber.HIGHEST));
    Optional<Duration> lease = fields.read("router.lease", Forwarding.USUAL, this::lease);
    Optional<Set<Family>> families =
        fields.read(FAMILIES, BARE.families(), node -> values.words(node, Words.FAMILIES));
    if (port.isEmpty() || lease.isEmpty() || families.isEmpty()) {
      return Optional.empty();
    }
    if (port.get().isPresent() && families.get().contains(Family.IPV6)) {
      findings.error(
          fields.at(EXTERNAL_PORT),
          "`external-port` in IPv6, where a router translates no ports",
          "write a rule of its own for IPv6, without `external-port`");
      return Optional.empty();
    }
    OptionalInt external =
        port.get().isPresent() ? OptionalInt.of(port.get().get()) : OptionalInt.empty();
    return Optional.of(Optional.of(new Forwarding(external, families.get(), lease.get())));
  }

  /** A whole number with its unit: {@code 90m}, {@code 12h}, {@code 1d}. */
  private Optional<Duration> lease(Node node) {
    Optional<Scalar> scalar = values.scalar(node, "a time like 1d");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    Optional<Duration> time = Forwarding.time(text);
    boolean fits =
        time.filter(
                lease ->
                    lease.compareTo(Forwarding.SHORTEST) >= 0
                        && lease.compareTo(Forwarding.LONGEST) <= 0)
            .isPresent();
    if (fits) {
      return time;
    }
    findings.error(
        node.at(),
        Spelling.quote(text)
            + (time.isPresent() ? " is no time that a router is asked for" : " is not a time"),
        time.isPresent()
            ? "write one from 2m to 7d; durward router renew makes it longer"
            : "write a number with s, m, h or d: 90m, 12h, 1d");
    return Optional.empty();
  }

  /** What must hold between it and the other keys. A key that could not be read is left out. */
  void check(Draft draft, String name) {
    Fields fields = draft.fields();
    if (!fields.has(BLOCK)) {
      return;
    }
    int at = fields.at(BLOCK);
    if (draft.action().filter(action -> action != Action.ALLOW).isPresent()
        || draft.directions().filter(way -> !way.equals(Set.of(Direction.IN))).isPresent()) {
      findings.error(
          at,
          "a router forwards what is allowed to come in, and this rule says something else",
          "delete `router`, or write a rule of its own");
      return;
    }
    if (!families(draft)) {
      return;
    }
    if (draft.protocols().isEmpty() || draft.ports().isEmpty()) {
      return;
    }
    for (Protocol protocol : draft.protocols().get()) {
      if (!protocol.equals(Protocol.TCP) && !protocol.equals(Protocol.UDP)) {
        findings.error(
            at,
            "routers forward tcp and udp, and this rule is about " + protocol.word(),
            "write a rule of its own for " + protocol.word());
        return;
      }
    }
    PortSet ports = draft.ports().get();
    if (ports.size() > Forwarding.MOST_PORTS) {
      findings.error(
          at,
          "a router is asked port by port, and this rule has " + ports.size(),
          "name " + Forwarding.MOST_PORTS + " at the most in a rule with `router`");
    } else if (ports.size() > 1 && fields.has(EXTERNAL_PORT)) {
      findings.error(
          fields.at(EXTERNAL_PORT),
          "one `external-port` for a rule with " + ports.size() + " ports",
          "write a rule of its own for that port, or delete `external-port`");
    } else {
      taken(draft, ports, name);
    }
  }

  private boolean families(Draft draft) {
    Optional<Forwarding> read = draft.forwarding().flatMap(forwarding -> forwarding);
    if (read.isEmpty() || draft.families().isEmpty()) {
      return true;
    }
    for (Family family : read.get().families()) {
      if (!draft.families().get().contains(family)) {
        findings.error(
            draft.fields().at(FAMILIES, BLOCK),
            "the router is asked for " + family.word() + ", and this rule is not about it",
            "write `router: {families: "
                + Words.FAMILIES.of(draft.families().get().iterator().next())
                + "}`");
        return false;
      }
    }
    return true;
  }

  private void taken(Draft draft, PortSet ports, String name) {
    Optional<Forwarding> read = draft.forwarding().flatMap(forwarding -> forwarding);
    if (read.isEmpty()) {
      return;
    }
    OptionalInt external = read.get().externalPort();
    boolean isIpv4 = read.get().families().contains(Family.IPV4);
    boolean holds = draft.enabled().orElse(true);
    for (Protocol protocol : draft.protocols().orElseThrow()) {
      for (int port : ports.ports().toArray()) {
        String key = external.orElse(port) + "/" + protocol.word();
        String other = holds && isIpv4 ? taken.putIfAbsent(key, name) : null;
        if (other != null) {
          findings.error(
              draft.fields().at(BLOCK),
              "the router's port "
                  + key
                  + " is wanted by the rule "
                  + Spelling.quote(other)
                  + " too",
              "give one of them another `external-port`");
          return;
        }
      }
    }
  }
}
