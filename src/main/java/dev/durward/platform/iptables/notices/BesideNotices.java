package dev.durward.platform.iptables.notices;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.BaseChain.Hook;
import dev.durward.platform.iptables.nft.NativeTables;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.platform.iptables.state.Places;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the user must know of tables that stand beside those of iptables. */
public final class BesideNotices {
  private BesideNotices() {}

  /**
   * Once for each chain, whatever families come by it.
   *
   * @param unread tables that could not be read
   */
  public static List<Diagnostic> of(List<FamilyState> families, List<String> unread) {
    Map<String, String> proposals = new LinkedHashMap<>();
    for (FamilyState state : families) {
      state.beside().stream()
          .filter(BesideNotices::isToldHere)
          .forEach(chain -> proposals.put(message(chain), "see nft list table " + chain.table()));
    }
    for (String table : unread) {
      proposals.put(
          table + " could not be read: what it does is left out of what is said here",
          "look at it with nft list ruleset, or iptables-legacy-save");
    }
    List<Diagnostic> notices = new ArrayList<>();
    proposals.forEach(
        (message, proposal) ->
            notices.add(
                new Diagnostic(
                    Severity.WARNING, Optional.empty(), message, Optional.of(proposal))));
    return notices;
  }

  /** One that filters, in a table of nft; of firewalld's the user is told otherwise. */
  private static boolean isToldHere(BaseChain chain) {
    return (chain.hook() == Hook.INPUT || chain.hook() == Hook.OUTPUT)
        && !chain.translates()
        && Places.isNative(chain.table())
        && !chain.table().equals(NativeTables.FIREWALLD);
  }

  private static String message(BaseChain chain) {
    return "nftables table "
        + chain.table()
        + " has a chain of its own at "
        + chain.hook().name().toLowerCase(Locale.ROOT)
        + " ("
        + chain.chain()
        + "); what it drops stays dropped";
  }
}
