package dev.durward.platform.iptables;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.SaveDump;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Refuses tables of iptables-nft with rules that nft put there and iptables shows wider than they
 * are: those with sets and verdict maps.
 *
 * @param nft the path of nft
 */
record NativeSets(Inquiry inquiry, Tools tools, String nft) {
  private static final int FEW_CHAINS = 8;

  /** From so many rules on it is worth to look for the sets themselves first. */
  private static final int MANY_RULES = 2_000;

  /** Looks through the filter table of a family, Durward's own chains aside. */
  void refuse(Family family, SaveDump dump) throws FirewallException, InterruptedException {
    List<Chain> chains =
        dump.filter().chains().values().stream()
            .filter(chain -> !chain.rules().isEmpty())
            .filter(chain -> OwnChain.named(chain.name()).isEmpty())
            .toList();
    String table = family == Family.IPV4 ? "ip" : "ip6";
    if (chains.isEmpty() || isWithout(table, chains)) {
      return;
    }
    try {
      for (CommandResult result : list(table, chains.stream().map(Chain::name).toList())) {
        if (!result.succeeded()) {
          throw Inquiry.unreadable(tools.save(family), "nft can't list the same table");
        }
        if (NativeTables.usesSets(result.output())) {
          throw new FirewallException(
              Kind.UNREADABLE,
              "table "
                  + table
                  + " filter holds rules with sets or verdict maps, which iptables shows wider than"
                  + " they are",
              "see nft list table " + table + " filter, and move them to a table of their own");
        }
      }
    } catch (IOException e) {
      throw Inquiry.unreadable(tools.save(family), "nft could not list the same table");
    }
  }

  /**
   * Whether it is sure that the table has no set at all. Of fifty thousand rules nft's list takes
   * several times as long as all the rest; but what it prints for those who look for its faults
   * begins with each set of the table, also when a short chain alone is asked for.
   */
  private boolean isWithout(String table, List<Chain> chains)
      throws FirewallException, InterruptedException {
    Optional<Chain> shortest =
        chains.stream()
            .filter(chain -> isPlain(chain.name()))
            .min(Comparator.comparing(chain -> chain.rules().size()));
    long rules = chains.stream().mapToLong(chain -> chain.rules().size()).sum();
    if (shortest.isEmpty() || rules - shortest.get().rules().size() < MANY_RULES) {
      return false;
    }
    String name = shortest.get().name();
    CommandResult result =
        inquiry.run(Command.of(nft, "--debug=netlink", "list", "chain", table, "filter", name));
    return result.succeeded() && showsRulesAlone(table, name, result.text());
  }

  /** Whether a debugging text is of rules of a chain, and of nothing else before the list. */
  static boolean showsRulesAlone(String table, String chain, String text) {
    String rule = table + " filter " + chain + " ";
    boolean any = false;
    for (String line : text.lines().toList()) {
      if (line.equals("table " + table + " filter {")) {
        return any;
      }
      boolean heads = line.startsWith(rule);
      any |= heads;
      if (!heads && !line.isBlank() && !line.startsWith("  [ ")) {
        return false;
      }
    }
    return false;
  }

  private static boolean isPlain(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_-]*");
  }

  /**
   * A few chains are listed one by one, since Durward's own, in the same table, may be long. nft
   * 1.0.6 takes neither a quoted name nor a keyword ({@code drop}) for a chain, and finds none of
   * several chains that one command line asks for; then it lists the whole table.
   */
  private List<CommandResult> list(String table, List<String> chains)
      throws FirewallException, InterruptedException {
    List<CommandResult> results = new ArrayList<>();
    if (chains.size() <= FEW_CHAINS && chains.stream().allMatch(NativeSets::isPlain)) {
      for (String chain : chains) {
        results.add(inquiry.run(Command.of(nft, "-j", "list", "chain", table, "filter", chain)));
      }
      if (results.stream().allMatch(CommandResult::succeeded)) {
        return results;
      }
    }
    return List.of(inquiry.run(Command.of(nft, "-j", "list", "table", table, "filter")));
  }
}
