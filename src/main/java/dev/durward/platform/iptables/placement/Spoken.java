package dev.durward.platform.iptables.placement;

import dev.durward.plan.Entry;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.save.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an allow says of the packets that it lets in, their addresses and ports aside.
 *
 * @param protocol the IANA number; empty for all
 * @param networkInterface its name, or how it begins with a {@code +} behind; empty for all
 */
public record Spoken(Optional<String> protocol, Optional<String> networkInterface) {
  /** RFC 3692, for experiments; others are taken where a rule names it. */
  private static final int UNNAMED = 253;

  /** That of lines of Durward's own allow chain, in their canonical form. */
  public static List<Spoken> of(List<Entry> lines, OwnChain allow) {
    Set<String> prefixes = new LinkedHashSet<>();
    String last = "-";
    for (Entry line : lines) {
      if (InboundBlock.isOf(line.mark())) {
        continue;
      }
      // Neighbours are mostly alike: nothing to cut out then.
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
    return spoken;
  }

  /** Lines of a hundred addresses say the same. */
  private static String withoutAddresses(String prefix) {
    int options = prefix.startsWith("-s ") ? prefix.indexOf(' ', 3) + 1 : 0;
    String rest = prefix.substring(options);
    return rest.startsWith("-d ") ? rest.substring(rest.indexOf(' ', 3) + 1) : rest;
  }

  private static Optional<String> value(List<String> words, String option) {
    int at = words.indexOf(option);
    return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /**
   * The interfaces that some speak about, by the number of each protocol, told apart as far as the
   * rules of a table do.
   */
  static Map<Integer, Set<String>> interfaces(
      Collection<Spoken> all, Table table, Universe universe) {
    Map<Integer, Set<String>> interfaces = new TreeMap<>();
    for (Spoken each : all) {
      Set<String> cards =
          each.networkInterface().isPresent()
              ? universe.matching(each.networkInterface().get())
              : universe.interfaces();
      Set<Integer> protocols =
          each.protocol().flatMap(Values::octet).map(Set::of).orElseGet(() -> named(table));
      for (int number : protocols) {
        interfaces.computeIfAbsent(number, none -> new TreeSet<>()).addAll(cards);
      }
    }
    return interfaces;
  }

  /** Every one that the rules of a table name, and one that they don't. */
  private static Set<Integer> named(Table table) {
    Set<Integer> protocols = new TreeSet<>();
    for (Chain chain : table.chains().values()) {
      for (RuleLine rule : chain.rules()) {
        if (rule.mayHave("-p")) {
          Values.octet(ProtocolName.number(rule.valueOf("-p").orElse("")))
              .ifPresent(protocols::add);
        }
      }
    }
    int unnamed = UNNAMED;
    while (!protocols.add(unnamed)) {
      unnamed--;
    }
    return protocols;
  }
}
