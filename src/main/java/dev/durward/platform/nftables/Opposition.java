package dev.durward.platform.nftables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Locality;
import dev.durward.platform.Question;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Opposition opposition = new Opposition(planned(host, frames));
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

  private static IptablesSnapshot planned(NftSnapshot host, List<Frame> frames) {
    Map<Family, List<BaseChain>> all = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      Map<String, Map<String, Chain>> tables = new LinkedHashMap<>();
      for (Frame frame : frames) {
        if (frame.side().family() == family) {
          frame.seats().stream().filter(Seat::isNeeded).forEach(seat -> put(seat, tables));
        }
      }
      List<BaseChain> chains = new ArrayList<>();
      for (BaseChain chain : host.kernel().nativeChains(family)) {
        if (!chain.table().equals(OwnChain.TABLE)) {
          Map<String, Chain> content = tables.getOrDefault(chain.table(), Map.of());
          Table table = content.isEmpty() ? chain.content() : new Table(content);
          chains.add(
              new BaseChain(
                  chain.table(),
                  table,
                  chain.chain(),
                  chain.hook(),
                  chain.priority(),
                  chain.translates()));
        }
      }
      all.put(family, chains);
    }
    return host.kernel().withNativeChains(all);
  }

  /** A table with an allow chain that lets in everything, asked where it belongs. */
  private static void put(Seat seat, Map<String, Map<String, Chain>> tables) {
    BaseChain chain = seat.chain();
    Map<String, Chain> content =
        tables.computeIfAbsent(
            chain.table(), table -> new LinkedHashMap<>(chain.content().chains()));
    String guest = seat.side().chain(false).guest(seat.side().family());
    String card = seat.side().direction() == Direction.IN ? "-i" : "-o";
    List<RuleLine> rules = new ArrayList<>(seat.rules());
    rules.add(seat.at().orElseThrow(), line("!", card, "lo", "-j", guest));
    content.put(guest, new Chain(guest, "-", List.of(line("-j", "ACCEPT"))));
    String policy = chain.content().policy(chain.chain());
    content.put(chain.chain(), new Chain(chain.chain(), policy, rules));
  }

  private static RuleLine line(String... words) {
    return new RuleLine(0, "Durward's own", 0, Optional.empty(), List.of(words));
  }
}
