package dev.durward.cli.router;

import com.beust.jcommander.Parameter;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.Arguments.Words;
import dev.durward.cli.terminal.PortName;
import dev.durward.model.Family;
import dev.durward.model.Forwarding;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.router.Forward;
import dev.durward.router.Forwarder;
import dev.durward.router.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code router open} and {@code router close} are to do.
 *
 * @param isOpening whether a port is to be opened
 */
record RouterOrder(boolean isOpening, Forward forward) {
  /** The policy of what is opened by hand. */
  static final String BY_HAND = "by-hand";

  /** The words behind {@code router}, but for those of the whole command. */
  static final class Options extends Words {
    @Parameter(names = "--external-port")
    private @Nullable String externalPort;

    @Parameter(names = "--lease")
    private @Nullable String lease;

    @Parameter(names = "--family")
    private String family = Family.IPV4.word();

    @Parameter(names = "--policy")
    private String policy = BY_HAND;

    @Parameter(names = "--rule")
    private @Nullable String rule;

    RouterOrder order() throws UsageException {
      if (words().size() != 2) {
        throw new UsageException("name one port, such as 443, 443/udp or https");
      }
      PortName port = PortName.parse(words().get(1));
      Protocol protocol = Protocol.numbered(port.protocol());
      Family in = family();
      int external = externalPort == null ? port.number() : PortName.parse(externalPort).number();
      if (protocol.equals(Protocol.SCTP)) {
        throw new UsageException("routers forward tcp and udp, not sctp");
      }
      if (in == Family.IPV6 && external != port.number()) {
        throw new UsageException("in IPv6 a router translates no ports: leave --external-port out");
      }
      String name = rule == null ? port.text() : rule;
      return new RouterOrder(
          words().get(0).equals("open"),
          new Forward(mark(policy, name), in, protocol, external, port.number(), time()));
    }

    private Family family() throws UsageException {
      for (Family each : Family.values()) {
        if (each.word().equals(family)) {
          return each;
        }
      }
      throw new UsageException("--family is ipv4 or ipv6, not " + family);
    }

    private static Mark mark(String policy, String rule) throws UsageException {
      try {
        return Mark.of(policy, rule);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--policy and --rule are names, and a policy has no slash");
      }
    }

    private Duration time() throws UsageException {
      if (lease == null) {
        return Forwarding.USUAL;
      }
      Optional<Duration> time =
          Forwarding.time(lease)
              .filter(asked -> !asked.isZero() && asked.compareTo(Forwarding.LONGEST) <= 0);
      if (time.isPresent()) {
        return time.get();
      }
      throw new UsageException("--lease is a time like 90m, 12h or 1d, at most 7d, not " + lease);
    }
  }

  /** Names are taken as they are, with dashes, quotes and blanks at either end. */
  static RouterOrder parse(List<String> words) throws UsageException {
    Options options = new Options();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      boolean isNamed = i + 1 < words.size();
      if (isNamed && words.get(i).equals("--policy")) {
        options.policy = words.get(++i);
      } else if (isNamed && words.get(i).equals("--rule")) {
        options.rule = words.get(++i);
      } else {
        others.add(words.get(i));
      }
    }
    return Arguments.parse(options, others).order();
  }

  Outcome carryOut(Forwarder forwarder) throws FirewallException, InterruptedException {
    return isOpening ? forwarder.open(forward) : forwarder.close(forward);
  }
}
