package dev.durward.platform.iptables.nft;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.platform.iptables.evaluation.Extent;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sets and maps of one table, and those that its rules hold themselves.
 *
 * <p>Sets of addresses get names by which the rules ask for them; it collects what they hold.
 */
final class NftSets {
  private final String table;
  private final Family family;
  private final Map<String, List<JsonValue>> named = new HashMap<>();
  private final Map<String, Extent> held = new HashMap<>();

  /**
   * @param table family and name
   * @param family whose packets are looked at
   */
  NftSets(String table, Family family) {
    this.table = table;
    this.family = family;
  }

  /** Takes a set or a map; one whose elements come and go is not known. */
  void declare(JsonValue set) {
    boolean isFixed =
        set.member("flags").map(JsonValue::items).orElse(List.of()).stream()
            .map(JsonValue::text)
            .noneMatch(flag -> flag.equals("timeout") || flag.equals("dynamic"));
    if (isFixed && set.member("timeout").isEmpty()) {
      List<JsonValue> elements = set.member("elem").map(JsonValue::items).orElse(List.of());
      named.put(set.text("name"), elements.stream().map(NftSets::bare).toList());
    }
  }

  /** An element without its counter and comment. */
  private static JsonValue bare(JsonValue element) {
    return element.member("elem").flatMap(inner -> inner.member("val")).orElse(element);
  }

  /**
   * What the right side of a comparison holds: of a set its elements, else the value alone.
   *
   * @return empty if nobody can tell
   */
  Optional<List<JsonValue>> values(JsonValue right) {
    if (right.text().startsWith("@")) {
      return Optional.ofNullable(named.get(right.text().substring(1)));
    }
    Optional<JsonValue> set = right.member("set");
    if (set.isPresent()) {
      return Optional.of(
          set.get() instanceof JsonValue.Items items
              ? items.values().stream().map(NftSets::bare).toList()
              : List.of(set.get()));
    }
    return Optional.of(right instanceof JsonValue.Items items ? items.values() : List.of(right));
  }

  /** A name for some addresses; empty if one of them is none. */
  Optional<String> hold(List<JsonValue> addresses) {
    List<AddressRange> ranges = new ArrayList<>();
    for (JsonValue address : addresses) {
      Optional<AddressRange> range = address(address);
      if (range.isEmpty()) {
        return Optional.empty();
      }
      ranges.add(range.get());
    }
    String name = table + " " + family.word() + " " + held.size();
    held.put(name, new Extent.Addresses(AddressSet.of(ranges)));
    return Optional.of(name);
  }

  /** An address, {@code {"prefix": …}} or {@code {"range": […]}}. */
  private Optional<AddressRange> address(JsonValue value) {
    Optional<JsonValue> prefix = value.member("prefix");
    if (prefix.isPresent()) {
      return Values.network(prefix.get().text("addr") + "/" + prefix.get().text("len"), family);
    }
    List<JsonValue> range = value.member("range").map(JsonValue::items).orElse(List.of());
    return range.size() == 2
        ? Values.range(range.get(0).text() + "-" + range.get(1).text(), family)
        : Values.network(value.text(), family);
  }

  /** All that {@link #hold} has named. */
  IpSets held() {
    return new IpSets(held);
  }
}
