package dev.durward.platform.iptables;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.nft.NftListing;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.state.Places;
import dev.durward.platform.iptables.state.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What packets come by beside the tables that Durward keeps its rules in: tables of nft, and those
 * of the other variant of iptables. What can't be read is left out, and named.
 */
final class BesideTables {
  private final Inquiry inquiry;
  private final Tools tools;
  private final Map<Family, List<BaseChain>> chains = new EnumMap<>(Family.class);
  private final List<String> unread = new ArrayList<>();
  private IpSets sets = IpSets.NONE;
  private boolean both;

  BesideTables(Inquiry inquiry, Tools tools) {
    this.inquiry = inquiry;
    this.tools = tools;
    for (Family family : Family.values()) {
      chains.put(family, new ArrayList<>());
    }
  }

  /**
   * Reads tables of nft.
   *
   * @param tables family and name of each, in the order in which nft lists them
   */
  void readNative(String nft, Set<String> tables) throws FirewallException, InterruptedException {
    List<String> youngestFirst = new ArrayList<>(tables);
    Collections.reverse(youngestFirst);
    for (String table : youngestFirst) {
      int blank = table.indexOf(' ');
      String[] name = {"list", "table", table.substring(0, blank), table.substring(blank + 1)};
      CommandResult json = list(nft, "-j", name);
      CommandResult text = list(nft, "-a", name);
      try {
        if (!json.succeeded() || !text.succeeded()) {
          throw new IOException(json.complaint());
        }
        for (Family family : families(name[2])) {
          NftListing listing = NftListing.read(json.output(), text.text(), family);
          chains.getOrDefault(family, new ArrayList<>()).addAll(listing.chains());
          sets = sets.with(listing.sets());
        }
      } catch (IOException e) {
        unread.add("nftables table " + table);
      }
    }
  }

  private CommandResult list(String nft, String form, String... name)
      throws FirewallException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(nft, form));
    words.addAll(List.of(name));
    return inquiry.run(Command.of(words.toArray(String[]::new)));
  }

  private static Set<Family> families(String word) {
    Set<Family> families = new HashSet<>();
    if (!word.equals("ip6")) {
      families.add(Family.IPV4);
    }
    if (!word.equals("ip")) {
      families.add(Family.IPV6);
    }
    return families;
  }

  /** Reads the tables of a family that the other variant of iptables keeps. */
  void readOther(Variant other, Family family) throws FirewallException, InterruptedException {
    Optional<Command> save = tools.save(family, other);
    try {
      if (save.isEmpty()) {
        throw new IOException("there is no program for it");
      }
      CommandResult result = inquiry.run(save.get());
      if (!result.succeeded()) {
        throw new IOException(result.complaint());
      }
      SaveDump dump = SaveDump.parse(result.output());
      if (isFiltering(dump)) {
        both = true;
        chains
            .getOrDefault(family, new ArrayList<>())
            .addAll(Ruleset.chains(dump, Places.prefix(other)));
      }
    } catch (IOException | SaveDump.Unreadable e) {
      unread.add("the " + family.word() + " tables of iptables-" + other.suffix());
    }
  }

  /** Whether it has a rule, or a policy that drops. */
  private static boolean isFiltering(SaveDump dump) {
    return dump.tables().values().stream()
        .flatMap(table -> table.chains().values().stream())
        .anyMatch(chain -> !chain.rules().isEmpty() || chain.policy().equals("DROP"));
  }

  /** Whether both variants of iptables have a say. */
  boolean isOfBothVariants() {
    return both;
  }

  List<BaseChain> of(Family family) {
    return List.copyOf(chains.getOrDefault(family, List.of()));
  }

  IpSets sets() {
    return sets;
  }

  /** What could not be read. */
  List<String> unread() {
    return List.copyOf(unread);
  }
}
