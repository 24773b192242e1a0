package dev.durward.platform.netsh.rule;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.FirewallRule.IcmpType;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Rules of every shape that a rule string can have, by chance. */
public final class GeneratedFirewallRules {
  private final Random random;

  public GeneratedFirewallRules(Random random) {
    this.random = random;
  }

  public FirewallRule next() {
    OptionalInt protocol =
        oneIn(4) ? OptionalInt.empty() : OptionalInt.of(oneOf(6, 17, 6, 17, 1, 58, 47));
    boolean hasPorts = protocol.orElse(-1) == 6 || protocol.orElse(-1) == 17;
    Set<Profile> profiles = some(Profile.values());
    return new FirewallRule(
        "{" + random.nextInt(1_000_000) + "}",
        "2." + random.nextInt(34),
        text("web", "a=b", "@FirewallAPI.dll,-1", "\u9632"),
        text("", "what it is for"),
        text("g"),
        random.nextBoolean(),
        oneOf(Direction.values()),
        oneOf(Action.values()),
        profiles.isEmpty() ? Set.of(Profile.values()) : profiles,
        protocol,
        hasPorts ? ports("LPort", "RPC", "RPC-EPMap") : PortCondition.ANY,
        hasPorts ? ports("RPort", "IPHTTPSOut") : PortCondition.ANY,
        icmpTypes(protocol.orElse(-1)),
        addresses("LA"),
        addresses("RA"),
        some(InterfaceType.values()),
        oneIn(4) ? List.of("{A}", "{B}") : List.of(),
        text("System", "%ProgramFiles%\\a b\\x.exe"),
        text("*", "dns"),
        oneOf(Edge.values()),
        others());
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  private Optional<String> text(String... values) {
    return random.nextBoolean() ? Optional.of(oneOf(values)) : Optional.empty();
  }

  private <E extends Enum<E>> Set<E> some(E[] values) {
    Set<E> some = new TreeSet<>();
    for (E value : values) {
      if (oneIn(3)) {
        some.add(value);
      }
    }
    return some;
  }

  private PortCondition ports(String key, String... words) {
    List<PortRange> ranges = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      int first = oneIn(6) ? 1 : 1 + random.nextInt(65535);
      ranges.add(new PortRange(first, oneOf(first, 65535, Math.min(first + 1, 65535))));
    }
    if (oneIn(3)) {
      fields.add(new Field(oneOf(key, key + "2_10"), oneOf(words)));
    }
    return ranges.isEmpty() && fields.isEmpty()
        ? PortCondition.ANY
        : new PortCondition(PortSet.of(ranges), fields);
  }

  private List<IcmpType> icmpTypes(int protocol) {
    List<IcmpType> types = new ArrayList<>();
    if (protocol == 1 || protocol == 58) {
      for (int i = random.nextInt(3); i > 0; i--) {
        OptionalInt code = oneIn(2) ? OptionalInt.empty() : OptionalInt.of(random.nextInt(256));
        Family family = protocol == 1 ? Family.IPV4 : Family.IPV6;
        types.add(new IcmpType(family, random.nextInt(256), code));
      }
    }
    return types;
  }

  private AddressCondition addresses(String key) {
    List<AddressRange> ranges = new ArrayList<>();
    List<Field> words = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ranges.add(range());
    }
    if (oneIn(3)) {
      words.add(new Field(key + oneOf("4", "6"), "LocalSubnet"));
      words.add(new Field(key + oneOf("42", "62"), "IntErnet"));
    }
    return ranges.isEmpty() && words.isEmpty()
        ? AddressCondition.ANY
        : new AddressCondition(AddressSet.of(ranges), words);
  }

  private AddressRange range() {
    Family family = oneOf(Family.values());
    if (oneIn(8)) {
      return AddressRange.all(family);
    }
    byte[] bytes = new byte[family.bits() / 8];
    random.nextBytes(bytes);
    int whole = random.nextInt(bytes.length + 1);
    for (int i = whole; i < bytes.length; i++) {
      bytes[i] = 0;
    }
    // An IPv4-mapped address is on no wire, and no text of one is read.
    if (family == Family.IPV6 && bytes[0] == 0) {
      bytes[0] = 0x20;
    }
    IpAddress address = IpAddress.ofBytes(bytes);
    if (whole > 0 && oneIn(2)) {
      return AddressRange.ofPrefix(address, whole * 8).orElseThrow();
    }
    return new AddressRange(address, address.next().filter(next -> oneIn(2)).orElse(address));
  }

  private List<Field> others() {
    List<Field> all =
        List.of(
            new Field("LUAuth", "O:LSD:(A;;CC;;;WD)"),
            new Field("AppPkgId", "S-1-15-2"),
            new Field("Platform", "2:6:2"),
            new Field("Platform2", "GTEQ"),
            new Field("Security", "Authenticate"),
            new Field("Unheard2_99", "of"));
    return all.stream().filter(field -> oneIn(4)).toList();
  }
}
