package dev.durward.platform.nftables;

import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.BaseChain.Hook;
import dev.durward.platform.iptables.save.Table;
import java.util.HashSet;
import java.util.Set;

/** Whether a chain that the kernel leads incoming packets through refuses any. */
final class Refusals {
  private static final Set<String> REFUSING = Set.of("DROP", "REJECT");

  private Refusals() {}

  static boolean in(BaseChain chain) {
    return chain.hook() == Hook.INPUT
        && !chain.translates()
        && (chain.content().policy(chain.chain()).equals("DROP")
            || reach(chain.content(), chain.chain(), new HashSet<>()));
  }

  private static boolean reach(Table table, String chain, Set<String> entered) {
    return entered.add(chain)
        && table.rules(chain).stream()
            .flatMap(rule -> rule.target().stream())
            .anyMatch(to -> REFUSING.contains(to) || reach(table, to, entered));
  }
}
