package dev.durward.platform.iptables;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.iptables.nft.NativeTables;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.SaveDump;
import java.io.IOException;
import java.util.ArrayList;
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

  /** From so many rules on it is quicker to look for the sets themselves first. */
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
   * Whether it is sure that the table has no set at all. What nft prints for those who look for its
   * faults begins with each set, those without a name as well, and costs the same however many
   * rules there are. That it prints anything is seen by a rule behind it that is tried and not made
   * ({@code -c}).
   */
  private boolean isWithout(String table, List<Chain> chains)
      throws FirewallException, InterruptedException {
    Optional<String> plain =
        chains.stream().map(Chain::name).filter(NativeSets::isPlain).findFirst();
    long rules = chains.stream().mapToLong(chain -> chain.rules().size()).sum();
    if (plain.isEmpty() || rules < MANY_RULES) {
      return false;
    }
    String look = "list sets table " + table + " filter";
    String tried = "add rule " + table + " filter " + plain.get() + " accept";
    CommandResult result =
        inquiry.run(Command.of(nft, "-c", "--debug=netlink", look + "; " + tried));
    return result.succeeded() && showsNoSet(table, plain.get(), result.text());
  }

  /** Whether a debugging text is of a rule, and of no set of its table before it. */
  static boolean showsNoSet(String table, String chain, String text) {
    String rule = "\n" + table + " filter " + chain + "\n  [ immediate reg 0 accept ]\n";
    int end = text.indexOf(rule);
    if (end < 0 || !text.contains("table " + table + " filter {\n}\n")) {
      return false;
    }
    return text.substring(0, end)
        .lines()
        .allMatch(line -> line.equals("}") || line.startsWith("\t") || isOfOther(table, line));
  }

  /** The beginning of a table, or of a set that another one has. */
  private static boolean isOfOther(String table, String line) {
    return line.matches("table " + table + " [^ ]+ \\{")
        || (line.matches(table + " [^ ]+ @[^ ]+") && !line.startsWith(table + " filter "));
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
