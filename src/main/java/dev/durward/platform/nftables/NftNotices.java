package dev.durward.platform.nftables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.placement.CatchAlls;
import dev.durward.platform.iptables.placement.Spoken;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stands in the way of rules on a host whose firewall is native nftables. */
final class NftNotices {
  private final NftSnapshot host;
  private final List<Entry> lines;
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  private NftNotices(NftSnapshot host, List<Entry> lines) {
    this.host = host;
    this.lines = lines;
  }

  /**
   * All of it.
   *
   * @param lines everything of Durward's that is to be on the host
   * @param frames how it is to stand there
   */
  static List<Diagnostic> of(NftSnapshot host, List<Entry> lines, List<Frame> frames) {
    NftNotices notices = new NftNotices(host, lines);
    notices.found.addAll(host.kernel().surroundings());
    for (Frame frame : frames) {
      notices.strangers(frame.side());
      notices.overtaken(frame);
      notices.iptables(frame.side());
    }
    notices.leftovers();
    if (!lines.isEmpty()) {
      notices.found.add(notice(Severity.NOTE, NftBackend.WIPED, NftBackend.AFTER_WIPING));
    }
    return List.copyOf(notices.found);
  }

  private static Diagnostic notice(Severity severity, String message, String proposal) {
    return new Diagnostic(severity, Optional.empty(), message, Optional.of(proposal));
  }

  private void error(String message, String proposal) {
    found.add(notice(Severity.ERROR, message, proposal));
  }

  /** Durward's chains are written as a whole: nobody else's rule must be among them. */
  private void strangers(Side side) {
    for (boolean blocks : new boolean[] {true, false}) {
      String chain = side.chain(blocks).name(side.family());
      strangers(OwnChain.TABLE + " " + chain, side.rules(blocks));
    }
    String guest = side.chain(false).guest(side.family());
    side.chains()
        .forEach(
            chain ->
                strangers(chain.table() + " " + guest, Side.each(chain.content().rules(guest))));
  }

  private void strangers(String chain, List<RuleLine> rules) {
    for (RuleLine rule : Side.foreign(rules)) {
      error(
          "nft "
              + chain
              + " holds a rule without Durward's mark, which would be lost: "
              + rule.text(),
          "move it to a chain of its owner: nft delete rule " + chain + " handle " + rule.number());
    }
  }

  private void overtaken(Frame frame) {
    for (Seat seat : frame.seats()) {
      for (RuleLine rule : seat.overtaken()) {
        error(
            "nft "
                + seat.name()
                + " has a block behind a catch-all, or in the chain of one, which allow rules"
                + " would have to overtake: "
                + rule.text(),
            "move that rule to " + seat.name() + " itself, before the catch-all");
      }
    }
  }

  /** No accept of nft's tables overrides what iptables refuses in its own. */
  private void iptables(Side side) {
    Table filter = host.kernel().filter(side.family());
    String hook = side.direction() == Direction.IN ? "INPUT" : "OUTPUT";
    Set<Spoken> spoken = new LinkedHashSet<>();
    String place = side.chain(false).place(side.family());
    for (Entry line : lines) {
      if (line.place().equals(place)) {
        spoken.add(RuleForm.spoken(line.text()));
      }
    }
    BaseChain chain = BaseChain.ofFilter(filter, hook);
    IpSets sets = host.kernel().sets(side.family());
    if (CatchAlls.of(chain, side.family(), spoken, sets).first().isPresent()) {
      String program = side.family() == Family.IPV4 ? "iptables" : "ip6tables";
      error(
          program
              + " refuses packets at "
              + hook
              + " as well: what nft's tables accept stays shut there",
          "see " + program + " -S " + hook + ", or keep the rules with --platform iptables");
    }
  }

  private void leftovers() {
    int count = host.kernel().managed().size();
    if (count > 0) {
      found.add(
          notice(
              Severity.WARNING,
              "this host also has "
                  + count
                  + " lines of Durward's in iptables' own chains, which stay in force beside nft's",
              "take them away: durward remove --platform iptables --policy NAME"));
    }
  }
}
