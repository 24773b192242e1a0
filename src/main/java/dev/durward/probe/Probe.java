package dev.durward.probe;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.plan.Mark;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt to reach a port of this host from outside.
 *
 * @param rule the rule that it was derived from
 * @param deciders the rules that decide about it: the same, or those that beat it
 * @param expected what all rules together say of it
 * @param transport its protocol
 * @param target where it goes, an address of this host
 * @param source where it comes from, in the same family; port 0 if any will do
 * @param networkInterface the interface that it must come in by; empty if any will do
 * @param limited whether the deciding rule lets only so many pass in a time
 */
public record Probe(
    Mark rule,
    Set<Mark> deciders,
    Expected expected,
    Transport transport,
    Endpoint target,
    Endpoint source,
    Optional<String> networkInterface,
    boolean limited) {

  /** The name of the interface where none is named: no rule's. */
  private static final String ANY_INTERFACE = "";

  public Probe {
    deciders = Set.copyOf(deciders);
    if (target.port() == 0 || target.address().family() != source.address().family()) {
      throw new IllegalArgumentException("not a probe: " + source + " to " + target);
    }
  }

  public Family family() {
    return target.address().family();
  }

  /** What it says over UDP. */
  public byte[] datagram() {
    return UdpQuestion.at(target.port()).bytes();
  }

  /** The same for another port of the target. */
  public Probe at(int port) {
    return new Probe(
        rule,
        deciders,
        expected,
        transport,
        new Endpoint(target.address(), port),
        source,
        networkInterface,
        limited);
  }

  /** Its first packet, as the rules see it. */
  public static Flow flow(
      Transport transport, Endpoint source, Endpoint target, Optional<String> networkInterface) {
    return new Flow(
        Direction.IN,
        transport.number(),
        target.address(),
        source.address(),
        source.port(),
        target.port(),
        networkInterface.orElse(ANY_INTERFACE),
        Flow.Leg.OPENING,
        Optional.empty());
  }

  /** {@code tcp 192.0.2.1:443 from 198.18.83.1 by eth0}. */
  @Override
  public String toString() {
    return transport.word()
        + " "
        + target
        + " from "
        + (source.port() == 0 ? source.address() : source)
        + networkInterface.map(name -> " by " + name).orElse("")
        + (expected == Expected.CLOSED ? ", next to an allowed port" : "");
  }
}
