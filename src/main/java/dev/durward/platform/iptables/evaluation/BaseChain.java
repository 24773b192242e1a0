package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.Table;
import java.util.Map;

/**
 * A chain that the kernel itself leads packets through (nft(8), CHAINS), of any table.
 *
 * @param table its name; of a table that iptables doesn't keep, with the family before it
 * @param content its chains
 * @param chain the name of this one
 * @param hook where the kernel leads packets through it
 * @param priority lower ones first (netfilter_ipv4.h)
 * @param translates whether it is asked about the first packet of a connection alone
 */
public record BaseChain(
    String table, Table content, String chain, Hook hook, int priority, boolean translates) {
  private static final int CONNTRACK = -200;

  /** Where packets to and from this host come by, in this order for either. */
  public enum Hook {
    PREROUTING,
    INPUT,
    OUTPUT,
    POSTROUTING
  }

  /**
   * One of the filter table of iptables.
   *
   * @param chain {@code INPUT} or {@code OUTPUT}
   */
  public static BaseChain ofFilter(Table filter, String chain) {
    return new BaseChain("filter", filter, chain, Hook.valueOf(chain), 0, false);
  }

  /** The same in a table of other chains. */
  public BaseChain with(Map<String, Chain> chains) {
    return new BaseChain(table, new Table(chains), chain, hook, priority, translates);
  }

  /**
   * Connection tracking sees packets behind this: here all of them are INVALID but for those that a
   * rule has taken from it (xt_conntrack.c, conntrack_mt).
   */
  boolean isBeforeTracking() {
    return (hook == Hook.PREROUTING || hook == Hook.OUTPUT) && priority < CONNTRACK;
  }

  /** Where users look for who decides; the others matter only when they refuse. */
  boolean isFilter() {
    return table.equals("filter");
  }

  /** Whether it stands beside the tables of iptables, which have a word for a name. */
  public boolean isBeside() {
    return table.indexOf(' ') >= 0;
  }

  boolean isThere() {
    return content.chain(chain).isPresent();
  }
}
