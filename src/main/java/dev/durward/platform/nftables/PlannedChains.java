package dev.durward.platform.nftables;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.BaseChain.Hook;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A host as it would be with other rules of Durward's in nft's own tables. */
final class PlannedChains {
  private PlannedChains() {}

  /** With the lines that frames have. */
  static IptablesSnapshot whole(NftSnapshot host, List<Frame> frames) {
    return of(host, frames, frame -> lines(frame, false), true);
  }

  /** As if each allow chain let in everything, and no block stood before it. */
  static IptablesSnapshot open(NftSnapshot host, List<Frame> frames) {
    return of(host, frames, frame -> List.of(line("-j", "ACCEPT")), false);
  }

  private static List<RuleLine> lines(Frame frame, boolean blocks) {
    return frame.lines(blocks).stream().flatMap(text -> OwnLine.read(text).stream()).toList();
  }

  private static IptablesSnapshot of(
      NftSnapshot host,
      List<Frame> frames,
      Function<Frame, List<RuleLine>> allows,
      boolean blocks) {
    Map<Family, List<BaseChain>> all = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      Map<String, Map<String, Chain>> tables = new LinkedHashMap<>();
      List<BaseChain> chains = new ArrayList<>();
      for (Frame frame : frames) {
        if (frame.side().family() == family) {
          frame.seats().forEach(seat -> put(seat, allows.apply(frame), tables));
          if (blocks) {
            chains.add(blocks(frame));
          }
        }
      }
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

  /** Durward's own base chain; what its allows accept, it accepts anyhow. */
  private static BaseChain blocks(Frame frame) {
    Side side = frame.side();
    String base = OwnChain.base(side.direction());
    String name = side.chain(true).name(side.family());
    Map<String, Chain> content = new LinkedHashMap<>();
    content.put(base, new Chain(base, "ACCEPT", List.of(jump(side, name))));
    content.put(name, new Chain(name, "-", lines(frame, true)));
    return new BaseChain(
        OwnChain.TABLE,
        new Table(content),
        base,
        side.direction() == Direction.IN ? Hook.INPUT : Hook.OUTPUT,
        NftScript.PRIORITY,
        false);
  }

  /** A table of somebody's with an allow chain of Durward's, asked where it belongs. */
  private static void put(Seat seat, List<RuleLine> allow, Map<String, Map<String, Chain>> tables) {
    BaseChain chain = seat.chain();
    Map<String, Chain> content =
        tables.computeIfAbsent(
            chain.table(), table -> new LinkedHashMap<>(chain.content().chains()));
    String guest = seat.side().chain(false).guest(seat.side().family());
    List<RuleLine> rules = new ArrayList<>(seat.rules());
    if (seat.isNeeded()) {
      rules.add(seat.at().orElseThrow(), jump(seat.side(), guest));
    }
    content.put(guest, new Chain(guest, "-", allow));
    String policy = chain.content().policy(chain.chain());
    content.put(chain.chain(), new Chain(chain.chain(), policy, rules));
  }

  private static RuleLine jump(Side side, String to) {
    String card = side.direction() == Direction.IN ? "-i" : "-o";
    return line("!", card, "lo", "-j", to);
  }

  private static RuleLine line(String... words) {
    return new RuleLine(0, "Durward's own", 0, Optional.empty(), List.of(words));
  }
}
