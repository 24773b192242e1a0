package dev.durward.platform.netsh.rule;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.netsh.registry.Malformed;
import dev.durward.platform.netsh.registry.Reading;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A rule of Windows Defender Firewall, as one value of the registry says it ([MS-GPFAS] section
 * 2.2.2.19, [MS-FASP] section 2.2.37).
 *
 * @param id the value's name
 * @param version the version of the schema that it was written in: {@code 2.10}
 * @param name what people and netsh call it; not unique
 * @param description what it is for
 * @param group the group it belongs to
 * @param active whether it holds at all
 * @param direction of the packet that opens a connection
 * @param action what it does
 * @param profiles where it holds, not empty
 * @param protocol the IANA number; empty for any
 * @param localPorts this host's
 * @param remotePorts the other side's
 * @param icmpTypes empty for every type
 * @param localAddresses this host's
 * @param remoteAddresses the other side's
 * @param interfaceTypes empty for every type
 * @param interfaces their GUIDs in braces; empty for every one
 * @param program the path of the program, with environment variables, or {@code System}
 * @param service the short name of the service, or {@code *} for any service and nothing else
 * @param edge whether the traffic may have crossed a NAT edge
 * @param others what else the text says, in its order; see {@link #narrowing}
 */
public record FirewallRule(
    String id,
    String version,
    Optional<String> name,
    Optional<String> description,
    Optional<String> group,
    boolean active,
    Direction direction,
    Action action,
    Set<Profile> profiles,
    OptionalInt protocol,
    PortCondition localPorts,
    PortCondition remotePorts,
    List<IcmpType> icmpTypes,
    AddressCondition localAddresses,
    AddressCondition remoteAddresses,
    Set<InterfaceType> interfaceTypes,
    List<String> interfaces,
    Optional<String> program,
    Optional<String> service,
    Edge edge,
    List<Field> others) {

  /** What a rule does. Bypass beats block, and block beats allow ([MS-FASP] section 2.2.34). */
  public enum Action {
    ALLOW,
    BLOCK,
    /** Lets authenticated traffic through whatever blocks it. */
    BYPASS
  }

  /**
   * A type of ICMP messages.
   *
   * @param family IPv4 for ICMP, IPv6 for ICMPv6
   * @param code empty for every code
   */
  public record IcmpType(Family family, int type, OptionalInt code) {
    /** {@code ICMP4=8:*}. */
    public Field field() {
      String key = family == Family.IPV4 ? "ICMP4" : "ICMP6";
      return new Field(key, type + ":" + (code.isEmpty() ? "*" : code.getAsInt()));
    }
  }

  /** Loose source mapping and the two others only let more through. */
  private static final Set<String> WIDENING = Set.of("lsm", "pcross", "authbypassout");

  public FirewallRule {
    profiles = Set.copyOf(profiles);
    icmpTypes = List.copyOf(icmpTypes);
    interfaceTypes = Set.copyOf(interfaceTypes);
    interfaces = List.copyOf(interfaces);
    others = List.copyOf(others);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("a rule in no profile: " + id);
    }
  }

  /**
   * Understands one value of the registry.
   *
   * @param id the value's name
   * @param text its data
   */
  public static Reading<FirewallRule> read(String id, String text) {
    try {
      return new Reading.Value<>(RuleReader.read(id, RuleString.split(text)));
    } catch (Malformed e) {
      return new Reading.Unreadable<>(e.reason());
    }
  }

  /** The value's data as Windows writes it; means what this rule means, to the last field. */
  public String text() {
    return RuleWriter.write(this).text();
  }

  /** The name, or the id of a rule that has none. */
  public String label() {
    return name.orElse(id);
  }

  /** Whether it holds in every profile. */
  public boolean isInAllProfiles() {
    return profiles.containsAll(EnumSet.allOf(Profile.class));
  }

  /**
   * Whether the name is a place where Windows finds it ({@code @FirewallAPI.dll,-25301}), in the
   * language of its user.
   */
  public boolean hasIndirectName() {
    return name.map(text -> text.startsWith("@")).orElse(false);
  }

  /**
   * The conditions that none of the other components show: the rule matches less than they say.
   * Keys that are not known are taken for conditions.
   */
  public List<Field> narrowing() {
    return others.stream().filter(field -> !WIDENING.contains(lower(field.key()))).toList();
  }

  /** Whether it lets its traffic through whatever blocks that. */
  public boolean beatsBlocks() {
    return action == Action.BYPASS
        || (action == Action.ALLOW
            && others.stream()
                .map(Field::toString)
                .anyMatch("AuthByPassOut=TRUE"::equalsIgnoreCase));
  }

  static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
