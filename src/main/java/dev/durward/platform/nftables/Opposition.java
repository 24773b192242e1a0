package dev.durward.platform.nftables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Locality;
import dev.durward.platform.Question;
import dev.durward.platform.iptables.IptablesSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Allows that do not win: whoever stands before them in others' chains refuses all that they let
 * in. Each is asked about on the host as it would be if Durward's allow chains let in everything.
 */
final class Opposition {
  /** More ports than that are not asked about, each of which takes a walk through all chains. */
  private static final int MOST = 100;

  private final IptablesSnapshot planned;
  private final List<Diagnostic> found = new ArrayList<>();
  private int asked;

  private Opposition(IptablesSnapshot planned) {
    this.planned = planned;
  }

  /**
   * What is to be told.
   *
   * @param lines everything of Durward's that is to be on the host
   * @param desired whose rules it is about; all there are if it is about no policy
   */
  static List<Diagnostic> of(
      NftSnapshot host, List<Entry> lines, List<Frame> frames, Desired desired) {
    Opposition opposition = new Opposition(PlannedChains.open(host, frames));
    Set<Mark> told = new HashSet<>();
    for (Frame frame : frames) {
      Side side = frame.side();
      for (Entry line : lines) {
        boolean concerned =
            desired.policies().isEmpty() || desired.policies().contains(line.mark().policy());
        if (concerned
            && line.place().equals(side.chain(false).place(side.family()))
            && !RuleForm.isReply(line.text())
            && !told.contains(line.mark())
            && opposition.isLost(side, line, desired)) {
          told.add(line.mark());
        }
      }
    }
    return opposition.found;
  }

  private boolean isLost(Side side, Entry line, Desired desired) {
    for (Question question : RuleForm.questions(line.text(), side, Instant.now())) {
      if (asked++ >= MOST) {
        return false;
      }
      List<Answer> answers = planned.explained(question, Locality.UNKNOWN).answers();
      if (!answers.isEmpty() && answers.stream().allMatch(each -> each.access().isShut())) {
        Optional<Place> place = answers.get(0).last().decider();
        found.add(
            new Diagnostic(
                Severity.WARNING,
                desired.places().of(line.mark()),
                "`"
                    + line.mark().rule()
                    + "` opens "
                    + question.subject()
                    + ", which stays shut over "
                    + side.family().word().replace("ip", "IP")
                    + place.map(at -> ": " + at.where() + ", " + at.text()).orElse(""),
                Optional.of(
                    "no table of nft's can open what another rule drops: if nobody needs that one,"
                        + " take it away")));
        return true;
      }
    }
    return false;
  }
}
