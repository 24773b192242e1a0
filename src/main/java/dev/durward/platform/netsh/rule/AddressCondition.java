package dev.durward.platform.netsh.rule;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.netsh.registry.Malformed;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The addresses of one side of a rule ([MS-GPFAS] sections 2.2.2.9 to 2.2.2.14): ranges, and words
 * for addresses that Windows finds out itself ({@code LocalSubnet}, {@code DNS}, {@code IntErnet}).
 *
 * <p>Without a key of either family it is any address. With keys of one family it is those
 * addresses, and none of the other family.
 *
 * @param addresses perhaps empty, if there are words
 * @param words each under the key that it stood under ({@code RA4}, {@code RA62}), sorted; none of
 *     a family of which every address is there
 */
public record AddressCondition(AddressSet addresses, List<Field> words) {
  /** What a rule without the key has. */
  public static final AddressCondition ANY = new AddressCondition(AddressSet.ANY, List.of());

  public AddressCondition {
    words =
        PortCondition.sorted(words).stream()
            .filter(word -> !addresses.isAll(family(word)))
            .toList();
    if (addresses.ranges().isEmpty() && words.isEmpty()) {
      throw new IllegalArgumentException("no address at all");
    }
  }

  public boolean isAny() {
    return addresses.isAny();
  }

  /** The words that stand for addresses of that family. */
  public List<Field> words(Family family) {
    return words.stream().filter(word -> family(word) == family).toList();
  }

  /** The third letter of the key says it, in all versions so far. */
  private static Family family(Field field) {
    return field.key().charAt(2) == '6' ? Family.IPV6 : Family.IPV4;
  }

  static AddressCondition read(List<Field> fields) throws Malformed {
    if (fields.isEmpty()) {
      return ANY;
    }
    List<AddressRange> ranges = new ArrayList<>();
    List<Field> words = new ArrayList<>();
    for (Field field : fields) {
      if (PortCondition.isWord(field.value()) && IpAddress.parse(field.value()).isEmpty()) {
        words.add(field);
      } else {
        ranges.add(range(field));
      }
    }
    return new AddressCondition(AddressSet.of(ranges), words);
  }

  private static AddressRange range(Field field) throws Malformed {
    String value = field.value();
    int slash = value.indexOf('/');
    if (slash >= 0) {
      IpAddress address = address(field, value.substring(0, slash));
      return network(field, address, prefix(field, value.substring(slash + 1)));
    }
    int dash = value.indexOf('-');
    IpAddress first = address(field, dash < 0 ? value : value.substring(0, dash));
    IpAddress last = address(field, value.substring(dash + 1));
    if (first.compareTo(last) > 0) {
      throw new Malformed(field + " ends before it begins");
    }
    return new AddressRange(first, last);
  }

  private static IpAddress address(Field field, String text) throws Malformed {
    return IpAddress.parse(text)
        .filter(address -> address.family() == family(field))
        .orElseThrow(() -> new Malformed(field + " is no address of its family"));
  }

  /** A number, or for IPv4 a mask as well, which is what Windows itself writes. */
  private static int prefix(Field field, String text) throws Malformed {
    int bits = family(field).bits();
    int number = RuleWords.number(text);
    if (number >= 0 && number <= bits) {
      return number;
    }
    Optional<IpAddress> mask =
        IpAddress.parse(text).filter(address -> address.family() == Family.IPV4);
    int prefix = mask.map(m -> Long.bitCount(m.low())).orElse(-1);
    if (bits == 128 || prefix < 0 || mask(prefix) != mask.orElseThrow().low()) {
      throw new Malformed(field + " has neither a prefix length nor a mask behind its slash");
    }
    return prefix;
  }

  private static long mask(int prefix) {
    return 0xffff_ffffL << (32 - prefix) & 0xffff_ffffL;
  }

  private static AddressRange network(Field field, IpAddress address, int prefix) throws Malformed {
    return AddressRange.ofPrefix(address, prefix)
        .orElseThrow(() -> new Malformed(field + " has bits set behind its prefix"));
  }

  /**
   * The fields that say so; none for any.
   *
   * @param key {@code LA} or {@code RA}
   */
  List<Field> fields(String key) {
    List<Field> fields = new ArrayList<>(words);
    if (!isAny()) {
      for (AddressRange range : addresses.ranges()) {
        fields.add(new Field(key + (range.family() == Family.IPV4 ? "4" : "6"), text(range)));
      }
    }
    return fields;
  }

  /** Prefixes of no bit are no subnet in the grammar; a range says the same. */
  private static String text(AddressRange range) {
    OptionalInt prefix = range.prefix();
    if (prefix.isEmpty() || prefix.getAsInt() == 0) {
      return range.first() + "-" + range.last();
    }
    int bits = prefix.getAsInt();
    if (bits == range.family().bits()) {
      return range.first().toString();
    }
    return range.first()
        + "/"
        + (range.family() == Family.IPV4 ? new IpAddress(Family.IPV4, 0, mask(bits)) : bits);
  }
}
