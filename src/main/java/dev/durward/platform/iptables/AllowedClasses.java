package dev.durward.platform.iptables;

import dev.durward.plan.Entry;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The classes of packets that the rules of an allow chain speak about, told apart as far as the
 * table's own rules do: by the protocols and interfaces that occur in them.
 */
final class AllowedClasses {
  private static final String LOOPBACK = "lo";

  private AllowedClasses() {}

  /** The classes of lines of Durward's own allow chain, in their canonical form. */
  static List<PacketClass> of(List<Entry> lines, Table table, OwnChain allow) {
    Set<String> prefixes = new LinkedHashSet<>();
    String last = "-";
    for (Entry line : lines) {
      if (InboundBlock.isOf(line.mark())) {
        continue;
      }
      // Neighbours are mostly of one class: nothing to cut out then.
      if (!line.text().startsWith(last) || !line.text().startsWith("-m ", last.length())) {
        int end = line.text().indexOf("-m ");
        last = end < 0 ? line.text() : line.text().substring(0, end);
        prefixes.add(withoutAddresses(last));
      }
    }
    List<Spoken> spoken = new ArrayList<>();
    for (String prefix : prefixes) {
      List<String> words = List.of(prefix.split(" ", -1));
      spoken.add(
          new Spoken(
              value(words, "-p").map(ProtocolName::number), value(words, allow.interfaceOption())));
    }
    return of(spoken, table);
  }

  /** The classes of what allows say. */
  static List<PacketClass> of(Collection<Spoken> spoken, Table table) {
    // By their texts: the hash of a record is dear at start-up.
    Map<String, PacketClass> classes = new LinkedHashMap<>();
    for (Spoken each : spoken) {
      Set<String> protocols =
          each.protocol().map(Set::of).orElseGet(() -> mentioned(table, Set.of("-p")));
      for (String protocol : protocols) {
        for (String card : interfaces(each.networkInterface(), table)) {
          classes.put(protocol + " " + card, new PacketClass(protocol, card));
        }
      }
    }
    return List.copyOf(classes.values());
  }

  /** Lines of a hundred addresses are one class. */
  private static String withoutAddresses(String prefix) {
    int options = prefix.startsWith("-s ") ? prefix.indexOf(' ', 3) + 1 : 0;
    String rest = prefix.substring(options);
    return rest.startsWith("-d ") ? rest.substring(rest.indexOf(' ', 3) + 1) : rest;
  }

  private static Optional<String> value(List<String> words, String option) {
    int at = words.indexOf(option);
    return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /** The interface, or all that a pattern stands for, or all there are. */
  private static Set<String> interfaces(Optional<String> card, Table table) {
    if (card.isPresent() && !card.get().endsWith("+")) {
      return Set.of(card.get());
    }
    String stem = card.map(AllowedClasses::stem).orElse("");
    Set<String> names = mentioned(table, Set.of("-i", "-o"));
    names.removeIf(name -> !name.startsWith(stem));
    names.add(stem);
    return names;
  }

  /** Every value that an option has in the table's rules, and one that it has nowhere. */
  private static Set<String> mentioned(Table table, Set<String> options) {
    Set<String> values = new HashSet<>(Set.of(""));
    for (Chain chain : table.chains().values()) {
      if (OwnChain.named(chain.name()).isEmpty()) {
        for (RuleLine rule : chain.rules()) {
          for (String option : options) {
            rule.valueOf(option)
                .map(value -> option.equals("-p") ? ProtocolName.number(value) : stem(value))
                .ifPresent(values::add);
          }
        }
      }
    }
    values.remove(LOOPBACK);
    return values;
  }

  /** An interface that a pattern stands for. */
  private static String stem(String pattern) {
    return pattern.endsWith("+") ? pattern.substring(0, pattern.length() - 1) : pattern;
  }
}
