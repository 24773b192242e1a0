package dev.durward.rulefile;

import dev.durward.model.Action;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Http;
import dev.durward.model.Expectation.Tls;
import dev.durward.model.Expectation.TlsVersion;
import dev.durward.model.Family;
import dev.durward.model.Forwarding;
import dev.durward.model.Inbound;
import dev.durward.model.IpAddress;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Platform;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.model.RateLimit;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.model.WindowsOptions;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.model.WindowsOptions.RemoteKeyword;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/** Rule sets of every shape that a rule file can have, by chance. */
final class SayableRules {
  /** Words that YAML, or a reader of it, could take for something else. */
  private static final String[] TEXTS = {
    "plain", "a: b", "# no comment", "x #y", "it's", "null", "~", "yes", "No", "12", "1e3", "0x1f",
    "- a", "? b", "[a]", "{a: b}", "*a", "&a", "!a", "%a", "@a", "`a`", "a, b", "\u9632\u706b",
    "Ünï", "\ud83d\udd25", "a  b", "2027-03-31", "a:", ":a", "=", "<<", "---", "...", "C:\\x\\",
        ".",
    "\"q\"", "| b", "> b", "-", "1:30", "true", "on", "(a)", "a/b"
  };

  private final Random random;

  SayableRules(Random random) {
    this.random = random;
  }

  RuleSet next() {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      rules.add(rule(i));
    }
    return new RuleSet(oneOf("web", "12", "no", "a.b-c_d", "null"), rules, oneOf(Inbound.values()));
  }

  private Rule rule(int number) {
    Set<Direction> directions = some(Direction.values());
    boolean in = directions.equals(Set.of(Direction.IN));
    boolean out = directions.equals(Set.of(Direction.OUT));
    boolean hasPorts = random.nextInt(3) > 0;
    Action action = oneOf(Action.values());
    Set<Family> families = some(Family.values());
    List<Protocol> protocols =
        hasPorts
            ? List.copyOf(some(Protocol.UDP, Protocol.TCP, Protocol.SCTP))
            : oneOf(
                List.of(Protocol.ANY),
                List.of(Protocol.ICMP),
                List.of(Protocol.numbered(47), Protocol.ICMP));
    PortSet ports = hasPorts ? ports() : PortSet.ALL;
    boolean forwards = in && action == Action.ALLOW && !protocols.contains(Protocol.SCTP);
    return new Rule(
        name(number),
        text(),
        text(),
        text(),
        perhaps(LocalDate.of(2027, 1 + random.nextInt(12), 1 + random.nextInt(28))),
        random.nextBoolean(),
        some(Platform.values()),
        directions,
        action,
        protocols,
        ports,
        hasPorts && (in || out) ? ports() : PortSet.ALL,
        addresses(families),
        addresses(families),
        families,
        windows(in),
        linux(out, action),
        expectation(),
        forwards && hasPorts ? forwarding(number, ports, families) : Optional.empty());
  }

  /** No two rules want the same port of the router. */
  private Optional<Forwarding> forwarding(int number, PortSet ports, Set<Family> families) {
    Duration lease = oneOf(Forwarding.USUAL, Duration.ofSeconds(121), Duration.ofHours(5));
    if (ports.size() == 1 && families.contains(Family.IPV4)) {
      return perhaps(new Forwarding(OptionalInt.of(number + 1), Set.of(Family.IPV4), lease));
    }
    return number == 0 && ports.size() <= Forwarding.MOST_PORTS
        ? perhaps(new Forwarding(OptionalInt.empty(), families, lease))
        : Optional.empty();
  }

  /** Names differ in more than case, and have no quotes. */
  private String name(int number) {
    String text = oneOf(TEXTS).replaceAll("[\"'|]", "-");
    return number == 0 ? text : number + text;
  }

  private Optional<String> text() {
    return perhaps(oneOf(TEXTS));
  }

  private <T> Optional<T> perhaps(T value) {
    return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** At least one. */
  @SafeVarargs
  private <T> Set<T> some(T... values) {
    List<T> some = new ArrayList<>();
    for (T value : values) {
      if (random.nextBoolean()) {
        some.add(value);
      }
    }
    return some.isEmpty() ? Set.of(values[random.nextInt(values.length)]) : Set.copyOf(some);
  }

  private <T> Set<T> someOrNone(Set<T> values) {
    return random.nextInt(4) == 0 ? values : Set.of();
  }

  private PortSet ports() {
    if (random.nextInt(4) == 0) {
      return PortSet.ALL;
    }
    List<PortRange> ranges = new ArrayList<>();
    for (int i = random.nextInt(random.nextInt(8) == 0 ? 60 : 4); i >= 0; i--) {
      int first = 1 + random.nextInt(65535);
      ranges.add(new PortRange(first, oneOf(first, Math.min(first + 9, 65535))));
    }
    return PortSet.of(ranges);
  }

  private AddressSet addresses(Set<Family> families) {
    if (random.nextInt(2) == 0) {
      return AddressSet.ANY;
    }
    List<AddressRange> ranges = new ArrayList<>();
    for (Family family : families) {
      for (int i = random.nextInt(random.nextInt(8) == 0 ? 30 : 3); i >= 0; i--) {
        ranges.add(range(family));
      }
    }
    return AddressSet.of(ranges);
  }

  private AddressRange range(Family family) {
    if (random.nextInt(8) == 0) {
      return AddressRange.all(family);
    }
    byte[] bytes = new byte[family.bits() / 8];
    random.nextBytes(bytes);
    // Neither loopback nor IPv4 within IPv6.
    bytes[0] = 0x20;
    int whole = 1 + random.nextInt(bytes.length);
    for (int i = whole; i < bytes.length; i++) {
      bytes[i] = 0;
    }
    IpAddress address = IpAddress.ofBytes(bytes);
    return random.nextBoolean()
        ? AddressRange.ofPrefix(address, whole * 8).orElseThrow()
        : new AddressRange(address, address.next().orElse(address));
  }

  private WindowsOptions windows(boolean in) {
    return random.nextBoolean()
        ? WindowsOptions.NONE
        : new WindowsOptions(
            some(Profile.values()),
            perhaps(oneOf("C:\\a b\\x.exe", "%ProgramFiles%\\n\u00e4\\y.exe")),
            perhaps(oneOf("Tomcat10", "no", "1")),
            someOrNone(some(InterfaceType.values())),
            in ? oneOf(Edge.values()) : Edge.NO,
            someOrNone(some(RemoteKeyword.values())),
            someOrNone(some(0, 8, 255, 1 + random.nextInt(7))));
  }

  private LinuxOptions linux(boolean out, Action action) {
    return random.nextBoolean()
        ? LinuxOptions.NONE
        : new LinuxOptions(
            List.copyOf(someOrNone(some("eth0", "no", "wg+", "1"))),
            random.nextBoolean(),
            action == Action.ALLOW
                ? perhaps(new RateLimit(1 + random.nextInt(99), oneOf(RateLimit.Unit.values())))
                : Optional.empty(),
            out ? perhaps(oneOf("tomcat", "0", "1000", "_x$")) : Optional.empty());
  }

  private Expectation expectation() {
    return new Expectation(
        perhaps(
            new Tls(
                perhaps(oneOf("www.example.com", "12", "no")),
                perhaps(Path.of(oneOf("ca.pem", "/etc/my ca's.pem", "../no: 1"))),
                perhaps(oneOf(TlsVersion.values())),
                random.nextBoolean() ? OptionalInt.of(random.nextInt(99)) : OptionalInt.empty(),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0)),
        perhaps(
            new Http(
                oneOf("/", "/a#b", "/it's", "/{x}"),
                random.nextBoolean() ? OptionalInt.of(204) : OptionalInt.empty(),
                random.nextBoolean())));
  }
}
