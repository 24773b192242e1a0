package dev.durward.kernel;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.Flow.Leg;
import dev.durward.model.IpAddress;
import java.util.Optional;
import java.util.Random;

/**
 * Connections between the addresses of a {@link Lab}, to the ports that {@link GeneratedRules} are
 * about. No source port twice in a long time: neither TIME_WAIT nor an old conntrack entry has a
 * say.
 */
public final class GeneratedFlows {
  private final Random random;
  private int nextPort;

  public GeneratedFlows(Random random) {
    this.random = random;
    this.nextPort = random.nextInt(1000);
  }

  /** The packet that opens a connection. */
  public Flow next() {
    Family family = random.nextBoolean() ? Family.IPV4 : Family.IPV6;
    int cable = random.nextInt(Lab.CABLES);
    String local = Lab.hostAddress(family, cable, random.nextInt(Lab.HOST_ADDRESSES));
    String remote = Lab.neighbourAddress(family, cable, random.nextInt(Lab.NEIGHBOUR_ADDRESSES));
    return new Flow(
        random.nextInt(3) > 0 ? Direction.IN : Direction.OUT,
        random.nextInt(3) > 0 ? 6 : 17,
        IpAddress.parse(local).orElseThrow(),
        IpAddress.parse(remote).orElseThrow(),
        source(random.nextBoolean()),
        GeneratedRules.PORTS[random.nextInt(GeneratedRules.PORTS.length)],
        Lab.hostInterface(cable),
        Leg.OPENING,
        Optional.empty());
  }

  /** The same connection from another port of the same half. */
  Flow again(Flow flow) {
    return new Flow(
        flow.direction(),
        flow.protocol(),
        flow.local(),
        flow.remote(),
        source(flow.sourcePort() < GeneratedRules.MIDDLE_SOURCE),
        flow.destinationPort(),
        flow.networkInterface(),
        flow.leg(),
        flow.user());
  }

  /** A packet of the same connection. */
  public static Flow leg(Flow flow, Leg leg) {
    return new Flow(
        flow.direction(),
        flow.protocol(),
        flow.local(),
        flow.remote(),
        flow.sourcePort(),
        flow.destinationPort(),
        flow.networkInterface(),
        leg,
        flow.user());
  }

  private int source(boolean lower) {
    nextPort = (nextPort + 1) % 20_000;
    return (lower ? GeneratedRules.FIRST_SOURCE : GeneratedRules.MIDDLE_SOURCE) + nextPort;
  }
}
