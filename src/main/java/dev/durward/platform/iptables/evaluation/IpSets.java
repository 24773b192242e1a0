package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sets that {@code ipset save} prints, those of addresses and those of ports.
 *
 * <pre>
 * create banned hash:ip family inet hashsize 1024 maxelem 65536
 * add banned 203.0.113.7
 * create web bitmap:port range 0-65535
 * add web 80-90
 * </pre>
 *
 * @param extents what each holds, by its name; sets of other kinds, with time-outs, with elements
 *     that except some, or that stand for others by a mask, are left out
 */
public record IpSets(Map<String, Extent> extents) {
  /** Of a host that has none, or of which they aren't known. */
  public static final IpSets NONE = new IpSets(Map.of());

  public IpSets {
    extents = Map.copyOf(extents);
  }

  /** What a set holds. */
  Optional<Extent> named(String name) {
    return Optional.ofNullable(extents.get(name));
  }

  /** Both; their names are different. */
  public IpSets with(IpSets more) {
    Map<String, Extent> all = new HashMap<>(extents);
    all.putAll(more.extents);
    return new IpSets(all);
  }

  /**
   * The same but for those that rules themselves write to: nobody can tell what they hold when a
   * packet comes.
   */
  public IpSets unchangedBy(Collection<Table> tables) {
    if (extents.isEmpty()) {
      return this;
    }
    Map<String, Extent> others = new HashMap<>(extents);
    for (Table table : tables) {
      for (Chain chain : table.chains().values()) {
        for (RuleLine rule : chain.rules()) {
          if (rule.text().contains("-j SET ")) {
            rule.valueOf("--add-set").ifPresent(others::remove);
            rule.valueOf("--del-set").ifPresent(others::remove);
          }
        }
      }
    }
    return new IpSets(others);
  }

  /** Reads what {@code ipset save} printed; what isn't understood is left out. */
  public static IpSets parse(String saved) {
    Map<String, Family> families = new HashMap<>();
    Map<String, List<AddressRange>> addresses = new HashMap<>();
    Map<String, List<PortRange>> ports = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String line : saved.lines().toList()) {
      String[] words = line.strip().split(" +");
      if (words.length >= 3 && words[0].equals("create")) {
        boolean plain =
            Collections.disjoint(List.of(words), List.of("timeout", "netmask", "bitmask"));
        switch (plain ? words[2] : "") {
          case "hash:ip", "hash:net", "bitmap:ip" -> addresses.put(words[1], new ArrayList<>());
          case "bitmap:port" -> ports.put(words[1], new ArrayList<>());
          default -> unknown.add(words[1]);
        }
        families.put(words[1], List.of(words).contains("inet6") ? Family.IPV6 : Family.IPV4);
      } else if (words.length >= 3 && words[0].equals("add")) {
        Family family = families.getOrDefault(words[1], Family.IPV4);
        boolean plain = words.length == 3;
        Optional<AddressRange> range =
            plain ? Values.addresses(words[2], family) : Optional.empty();
        Optional<PortRange> port = plain ? Values.port(words[2], '-') : Optional.empty();
        if (addresses.containsKey(words[1]) && range.isPresent()) {
          addresses.get(words[1]).add(range.get());
        } else if (ports.containsKey(words[1]) && port.isPresent()) {
          ports.get(words[1]).add(port.get());
        } else {
          unknown.add(words[1]);
        }
      }
    }
    Map<String, Extent> extents = new HashMap<>();
    addresses.forEach((name, some) -> extents.put(name, new Extent.Addresses(AddressSet.of(some))));
    ports.forEach((name, some) -> extents.put(name, new Extent.Ports(PortSet.of(some))));
    unknown.forEach(extents::remove);
    return new IpSets(extents);
  }
}
