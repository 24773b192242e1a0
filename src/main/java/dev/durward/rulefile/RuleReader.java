package dev.durward.rulefile;

import dev.durward.model.Action;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Expectation;
import dev.durward.model.Family;
import dev.durward.model.Forwarding;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Platform;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.WindowsOptions;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one rule, its defaults under it. */
final class RuleReader {
  private final Findings findings;
  private final Values values;
  private final TextReader texts;
  private final PortReader ports;
  private final AddressReader addresses;
  private final ProtocolReader protocols;
  private final OptionsReader options;
  private final ExpectationReader expectations;
  private final ForwardingReader forwardings;

  RuleReader(
      Findings findings, Values values, TextReader texts, AddressReader addresses, String file) {
    this.findings = findings;
    this.values = values;
    this.texts = texts;
    this.addresses = addresses;
    this.ports = new PortReader(values, findings);
    this.protocols = new ProtocolReader(values, findings);
    this.options = new OptionsReader(values, texts);
    this.expectations = new ExpectationReader(values, texts, file);
    this.forwardings = new ForwardingReader(values, findings);
  }

  /**
   * What could be read of a rule: each part empty if it has a value that is not one, which is
   * reported.
   */
  record Draft(
      Fields fields,
      Optional<Optional<String>> description,
      Optional<Optional<String>> justification,
      Optional<Optional<String>> owner,
      Optional<Optional<LocalDate>> expires,
      Optional<Boolean> enabled,
      Optional<Set<Platform>> platforms,
      Optional<Set<Direction>> directions,
      Optional<Action> action,
      Optional<List<Protocol>> protocols,
      Optional<PortSet> ports,
      Optional<PortSet> remotePorts,
      Optional<PortSet> localPorts,
      Optional<AddressSet> remote,
      Optional<AddressSet> local,
      Optional<Set<Family>> families,
      Optional<WindowsOptions> windows,
      Optional<LinuxOptions> linux,
      Optional<Expectation> expectation,
      Optional<Optional<Forwarding>> forwarding) {}

  ForwardingReader forwardings() {
    return forwardings;
  }

  /** Reads each value by itself. */
  Draft read(Fields fields) {
    return new Draft(
        fields,
        fields.readAny("description", texts::line),
        fields.readAny("justification", texts::line),
        fields.readAny("owner", texts::line),
        fields.readAny("expires", texts::day),
        fields.read("enabled", true, values::flag),
        fields.read(
            "platforms",
            EnumSet.allOf(Platform.class),
            node -> values.words(node, Words.PLATFORMS)),
        fields.read(
            "direction", Set.of(Direction.IN), node -> values.words(node, Words.DIRECTIONS)),
        fields.read("action", Action.ALLOW, node -> values.word(node, Words.ACTIONS)),
        fields.read("protocol", List.of(Protocol.TCP), protocols::read),
        fields.read("ports", PortSet.ALL, ports::read),
        fields.read("remote-ports", PortSet.ALL, ports::read),
        fields.read("local-ports", PortSet.ALL, ports::read),
        fields.read("remote", AddressSet.ANY, addresses::read),
        fields.read("local", AddressSet.ANY, addresses::read),
        fields.read(
            "families", EnumSet.allOf(Family.class), node -> values.words(node, Words.FAMILIES)),
        options.windows(fields),
        options.linux(fields),
        expectations.read(fields),
        forwardings.read(fields));
  }

  /** The rule of a draft in which nothing is wrong. */
  Rule build(String name, Draft draft) {
    if (findings.hasErrors()) {
      throw new IllegalStateException("a rule of a file with errors");
    }
    return new Rule(
        name,
        draft.description().orElseThrow(),
        draft.justification().orElseThrow(),
        draft.owner().orElseThrow(),
        draft.expires().orElseThrow(),
        draft.enabled().orElseThrow(),
        draft.platforms().orElseThrow(),
        draft.directions().orElseThrow(),
        draft.action().orElseThrow(),
        draft.protocols().orElseThrow(),
        draft.ports().orElseThrow(),
        sourcePorts(draft),
        draft.remote().orElseThrow(),
        draft.local().orElseThrow(),
        draft.families().orElseThrow(),
        draft.windows().orElseThrow(),
        draft.linux().orElseThrow(),
        draft.expectation().orElseThrow(),
        draft.forwarding().orElseThrow());
  }

  private static PortSet sourcePorts(Draft draft) {
    boolean in = draft.directions().orElseThrow().contains(Direction.IN);
    return in ? draft.remotePorts().orElseThrow() : draft.localPorts().orElseThrow();
  }
}
