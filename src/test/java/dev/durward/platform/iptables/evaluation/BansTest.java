package dev.durward.platform.iptables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.evaluation.Decision.Kind;
import dev.durward.platform.iptables.save.SaveDump;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Long lists of rules for addresses, which are not looked at one by one. */
class BansTest {
  private static final AddressSet EVERYBODY =
      new AddressSet(List.of(AddressRange.all(Family.IPV4)));

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** A rule for some addresses of 10.0.0.0/24, and what it makes of them. */
  private record Ban(AddressRange sources, Kind kind) {
    String line() {
      String target = kind == Kind.ALLOWED ? "ACCEPT" : kind == Kind.BLOCKED ? "DROP" : "REJECT";
      String prefix = "/" + sources.prefix().orElseThrow();
      return "-A bans -s " + sources.first() + prefix + " -j " + target;
    }
  }

  private Ban ban(Kind kind) {
    int prefix = 26 + random.nextInt(7);
    int first = random.nextInt(256) & -1 << (32 - prefix);
    IpAddress network = IpAddress.parse("10.0.0." + first).orElseThrow();
    return new Ban(AddressRange.ofPrefix(network, prefix).orElseThrow(), kind);
  }

  private List<Ban> bans() {
    List<Kind> kinds = List.of(Kind.ALLOWED, Kind.BLOCKED, Kind.REJECTED);
    List<Ban> bans = new ArrayList<>();
    while (bans.size() < 60) {
      Kind kind = kinds.get(random.nextInt(kinds.size()));
      int run = 1 + random.nextInt(20);
      for (int i = 0; i < run; i++) {
        bans.add(ban(kind));
      }
    }
    return bans;
  }

  private static List<Cell> cells(List<Ban> bans) throws Exception {
    StringBuilder text = new StringBuilder("*filter\n:INPUT DROP [0:0]\n:bans - [0:0]\n");
    text.append("-A INPUT -j bans\n");
    bans.forEach(ban -> text.append(ban.line()).append('\n'));
    SaveDump dump =
        SaveDump.parse(text.append("COMMIT\n").toString().getBytes(StandardCharsets.UTF_8));
    Universe universe = Universe.of(dump, List.of());
    Subject subject =
        new Subject(
            Family.IPV4, Direction.IN, 6, Optional.empty(), Optional.empty(), Instant.EPOCH);
    Region asked = Region.of(EVERYBODY, EVERYBODY, PortSet.of(443), universe, Set.of(State.NEW));
    return Cell.of(Evaluator.outcomes(dump, subject, asked, universe, IpSets.NONE));
  }

  /** What becomes of packets from an address, and by which line. */
  private static List<String> said(List<Cell> cells, IpAddress source) {
    List<String> said = new ArrayList<>();
    for (Cell cell : cells) {
      for (Region region : cell.regions()) {
        if (region.sources().contains(source)) {
          List<Step> steps = cell.ways().get(0).steps();
          int line = steps.get(steps.size() - 1).rule().map(rule -> rule.number()).orElse(0);
          said.add(cell.kinds() + " line " + line);
        }
      }
    }
    return said;
  }

  @Test
  void theFirstBanOfAnAddressDecides() throws Exception {
    System.out.println("bans: -Ddurward.seed=" + seed);
    for (int round = 0; round < 40; round++) {
      List<Ban> bans = bans();
      List<Cell> cells = cells(bans);
      for (int last = 0; last < 256; last++) {
        IpAddress source = IpAddress.parse("10.0.0." + last).orElseThrow();
        String expected = "[BLOCKED] line 0";
        for (int i = bans.size() - 1; i >= 0; i--) {
          if (bans.get(i).sources().contains(source)) {
            expected = "[" + bans.get(i).kind() + "] line " + (i + 5);
          }
        }
        assertEquals(List.of(expected), said(cells, source), () -> source + " of " + bans);
      }
    }
  }
}
