package dev.durward.probe;

import dev.durward.model.Action;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Expectation;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Platform;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.WindowsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules for tests; each method returns a changed copy. */
public record Rules(Rule rule) {
  /** An inbound TCP rule for every port and address. */
  public static Rules rule(String name, Action action) {
    return new Rules(
        copy(name, action, List.of(Protocol.TCP), PortSet.ALL, AddressSet.ANY, LinuxOptions.NONE));
  }

  /** An outbound rule that allows all TCP. */
  public static Rules outbound(String name) {
    Rule in = rule(name, Action.ALLOW).rule();
    return new Rules(
        new Rule(
            name,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            in.platforms(),
            Set.of(Direction.OUT),
            in.action(),
            in.protocols(),
            in.destinationPorts(),
            in.sourcePorts(),
            in.remote(),
            in.local(),
            in.families(),
            in.windows(),
            in.linux(),
            in.expectation(),
            in.forwarding()));
  }

  private static Rule copy(
      String name,
      Action action,
      List<Protocol> protocols,
      PortSet ports,
      AddressSet remote,
      LinuxOptions linux) {
    return new Rule(
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        Set.of(Platform.values()),
        Set.of(Direction.IN),
        action,
        protocols,
        ports,
        PortSet.ALL,
        remote,
        AddressSet.ANY,
        Set.of(Family.values()),
        WindowsOptions.NONE,
        linux,
        Expectation.NONE,
        Optional.empty());
  }

  public Rules protocols(Protocol... protocols) {
    return new Rules(
        copy(
            rule.name(),
            rule.action(),
            List.of(protocols),
            rule.destinationPorts(),
            rule.remote(),
            rule.linux()));
  }

  public Rules ports(PortSet ports) {
    return new Rules(
        copy(rule.name(), rule.action(), rule.protocols(), ports, rule.remote(), rule.linux()));
  }

  public Rules ports(int... ports) {
    return ports(PortSet.of(ports));
  }

  public Rules interfaces(String... names) {
    return new Rules(
        copy(
            rule.name(),
            rule.action(),
            rule.protocols(),
            rule.destinationPorts(),
            rule.remote(),
            new LinuxOptions(List.of(names), false, Optional.empty(), Optional.empty())));
  }

  /** Networks in CIDR form. */
  public Rules remote(String... networks) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String network : networks) {
      String[] parts = network.split("/", 2);
      IpAddress address = IpAddress.parse(parts[0]).orElseThrow();
      ranges.add(AddressRange.ofPrefix(address, Integer.parseInt(parts[1])).orElseThrow());
    }
    return new Rules(
        copy(
            rule.name(),
            rule.action(),
            rule.protocols(),
            rule.destinationPorts(),
            AddressSet.of(ranges),
            rule.linux()));
  }
}
