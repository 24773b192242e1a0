package dev.durward.kernel;

import dev.durward.model.Action;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Expectation;
import dev.durward.model.Family;
import dev.durward.model.Inbound;
import dev.durward.model.IpAddress;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Platform;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.model.WindowsOptions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Rule sets about the addresses and ports of a {@link Lab}, generated from a seed. */
public final class GeneratedRules {
  /** Ports that have a listener on both sides. */
  static final int[] PORTS = {80, 443, 444, 445, 8443, 9000, 9001, 9002, 9003, 9004, 9005, 9010};

  /** Source ports of the packets; rules name the lower half or the upper one. */
  static final int FIRST_SOURCE = 20_000;

  static final int MIDDLE_SOURCE = 40_000;

  private final Random random;

  public GeneratedRules(long seed) {
    this.random = new Random(seed);
  }

  public RuleSet ruleSet(String policy) {
    List<Rule> rules = new ArrayList<>();
    int count = 1 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      rules.add(rule("rule " + i));
    }
    return new RuleSet(policy, rules);
  }

  /** The same, which now and then refuse all else; only iptables and Windows can say that. */
  public RuleSet whole(String policy) {
    Inbound rest = chance(0.7) ? Inbound.ALLOW : Inbound.BLOCK;
    return new RuleSet(policy, ruleSet(policy).rules(), rest);
  }

  /** The same rules as far as both platforms can say them. */
  public static RuleSet portable(RuleSet rules) {
    return new RuleSet(
        rules.policy(),
        rules.rules().stream().map(GeneratedRules::portable).toList(),
        rules.inbound());
  }

  private static Rule portable(Rule rule) {
    Action action = rule.action() == Action.REJECT ? Action.BLOCK : rule.action();
    Set<Platform> both = EnumSet.allOf(Platform.class);
    return copy(rule, rule.name(), action, rule.remote(), both, LinuxOptions.NONE);
  }

  /** The same rule under another name, as a block or an allow. */
  static Rule copy(Rule rule, String name, boolean block) {
    Action action = block ? Action.BLOCK : Action.ALLOW;
    return copy(rule, name, action, rule.remote(), rule.platforms(), rule.linux());
  }

  /** The same rule for other addresses. */
  static Rule copy(Rule rule, AddressSet remote) {
    return copy(rule, rule.name(), rule.action(), remote, rule.platforms(), rule.linux());
  }

  private static Rule copy(
      Rule rule,
      String name,
      Action action,
      AddressSet remote,
      Set<Platform> platforms,
      LinuxOptions linux) {
    return new Rule(
        name,
        rule.description(),
        rule.justification(),
        rule.owner(),
        rule.expires(),
        rule.enabled(),
        platforms,
        rule.directions(),
        action,
        rule.protocols(),
        rule.destinationPorts(),
        rule.sourcePorts(),
        remote,
        rule.local(),
        rule.families(),
        rule.windows(),
        linux,
        rule.expectation(),
        rule.forwarding());
  }

  private Rule rule(String name) {
    Set<Family> families = some(EnumSet.allOf(Family.class), 0.8);
    while (true) {
      AddressSet remote = chance(0.5) ? AddressSet.ANY : addresses(false);
      AddressSet local = chance(0.8) ? AddressSet.ANY : addresses(true);
      Rule rule = rule(name, families, remote, local);
      if (!rule.effectiveFamilies().isEmpty()) {
        return rule;
      }
    }
  }

  private Rule rule(String name, Set<Family> families, AddressSet remote, AddressSet local) {
    boolean anyProtocol = chance(0.1);
    List<Protocol> protocols =
        anyProtocol
            ? List.of(Protocol.ANY)
            : chance(0.3)
                ? List.of(Protocol.TCP, Protocol.UDP)
                : List.of(chance(0.6) ? Protocol.TCP : Protocol.UDP);
    Set<Direction> directions =
        chance(0.15)
            ? EnumSet.allOf(Direction.class)
            : Set.of(chance(0.65) ? Direction.IN : Direction.OUT);
    PortSet sources =
        anyProtocol || chance(0.85)
            ? PortSet.ALL
            : PortSet.of(
                List.of(
                    chance(0.5)
                        ? new PortRange(FIRST_SOURCE, MIDDLE_SOURCE - 1)
                        : new PortRange(MIDDLE_SOURCE, 65535)));
    List<String> interfaces =
        chance(0.8) ? List.of() : List.of(Lab.hostInterface(random.nextInt(Lab.CABLES)));
    return new Rule(
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        chance(0.1) ? Optional.of(LocalDate.of(2037, 1, 1)) : Optional.empty(),
        true,
        Set.of(Platform.LINUX),
        directions,
        List.of(Action.ALLOW, Action.BLOCK, Action.REJECT).get(random.nextInt(3)),
        protocols,
        anyProtocol ? PortSet.ALL : ports(),
        sources,
        remote,
        local,
        families,
        WindowsOptions.NONE,
        new LinuxOptions(interfaces, chance(0.1), Optional.empty(), Optional.empty()),
        Expectation.NONE,
        Optional.empty());
  }

  /** From one port to more than multiport holds. */
  private PortSet ports() {
    List<PortRange> ranges = new ArrayList<>();
    int count = chance(0.1) ? 20 : 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      int port = PORTS[random.nextInt(PORTS.length)];
      ranges.add(
          switch (random.nextInt(count == 20 ? 4 : 5)) {
            case 0 -> new PortRange(port, port + random.nextInt(10));
            case 1 -> PortRange.of(10_000 + 2 * random.nextInt(100));
            case 4 -> chance(0.2) ? new PortRange(1, 65535) : PortRange.of(port);
            default -> PortRange.of(port);
          });
    }
    return PortSet.of(ranges);
  }

  /** Addresses, networks and ranges of both families, some of them the lab's. */
  private AddressSet addresses(boolean local) {
    List<AddressRange> ranges = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      Family family = chance(0.5) ? Family.IPV4 : Family.IPV6;
      IpAddress first = address(family, local);
      ranges.add(
          switch (random.nextInt(4)) {
            case 0 -> {
              IpAddress second = address(family, local);
              yield first.compareTo(second) <= 0
                  ? new AddressRange(first, second)
                  : new AddressRange(second, first);
            }
            case 1 -> network(first, family.bits() - 2);
            case 2 -> network(first, family == Family.IPV4 ? 24 : 64);
            default -> AddressRange.of(first);
          });
    }
    return AddressSet.of(ranges);
  }

  private static AddressRange network(IpAddress address, int prefix) {
    byte[] bytes = address.toInetAddress().getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return AddressRange.ofPrefix(IpAddress.ofBytes(bytes), prefix).orElseThrow();
  }

  private IpAddress address(Family family, boolean local) {
    int cable = random.nextInt(Lab.CABLES);
    String text =
        local
            ? Lab.hostAddress(family, cable, random.nextInt(Lab.HOST_ADDRESSES))
            : Lab.neighbourAddress(family, cable, random.nextInt(Lab.NEIGHBOUR_ADDRESSES));
    return IpAddress.parse(text).orElseThrow();
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private <E extends Enum<E>> Set<E> some(EnumSet<E> all, double whole) {
    return chance(whole) ? all : Set.of(List.copyOf(all).get(random.nextInt(all.size())));
  }

  /** For messages. */
  static String describe(RuleSet rules) {
    StringBuilder text = new StringBuilder();
    rules
        .rules()
        .forEach(rule -> text.append("  ").append(rule.summary(Platform.LINUX)).append('\n'));
    return text
        + "  inbound: "
        + rules.inbound()
        + " (ports with listeners: "
        + Arrays.toString(PORTS)
        + ")";
  }
}
