package dev.durward.platform.iptables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.evaluation.Decision.Kind;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.SaveDump;
import java.nio.charset.StandardCharsets;
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

  private static final List<Kind> KINDS = List.of(Kind.BLOCKED, Kind.ALLOWED, Kind.REJECTED);

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** That of the first ban in the tables that are asked. */
  private static final int FIRST_LINE = 5;

  private static final String ASKED = "-p tcp -m tcp --dport 443 ";
  private static final String OTHER = "-p tcp -m tcp --dport 444 ";

  /** A rule for some addresses of 10.0.0.0/24, what else it asks for, and what it makes of them. */
  private record Ban(AddressRange sources, String others, Kind kind) {
    String line() {
      String target = kind == Kind.ALLOWED ? "ACCEPT" : kind == Kind.BLOCKED ? "DROP" : "REJECT";
      String prefix = "/" + sources.prefix().orElseThrow();
      return "-A bans -s " + sources.first() + prefix + " " + others + "-j " + target;
    }

    boolean meets(IpAddress source) {
      return !others.equals(OTHER) && sources.contains(source);
    }
  }

  private Ban ban(String others) {
    int prefix = 26 + random.nextInt(7);
    int first = random.nextInt(256) & -1 << (32 - prefix);
    IpAddress network = IpAddress.parse("10.0.0." + first).orElseThrow();
    Kind kind = KINDS.get(random.nextInt(random.nextBoolean() ? 1 : KINDS.size()));
    return new Ban(AddressRange.ofPrefix(network, prefix).orElseThrow(), others, kind);
  }

  private List<Ban> bans() {
    List<Ban> bans = new ArrayList<>();
    while (bans.size() < 60) {
      String others = List.of("", "-p tcp ", ASKED, OTHER).get(random.nextInt(4));
      int run = 1 + random.nextInt(20);
      for (int i = 0; i < run; i++) {
        bans.add(ban(others));
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
    Universe universe = Universe.of(Ruleset.of(dump), List.of());
    Subject subject =
        new Subject(
            Family.IPV4, Direction.IN, 6, Optional.empty(), Optional.empty(), Optional.empty());
    Region asked = Region.of(EVERYBODY, EVERYBODY, PortSet.of(443), universe, Set.of(State.NEW));
    return Cell.of(Evaluator.outcomes(Ruleset.of(dump), subject, asked, universe, IpSets.NONE));
  }

  /** The first line of a step that is about an address; 0 for a policy. */
  private static int line(Step step, List<Ban> bans, IpAddress source) {
    return step.rules().stream()
        .map(RuleLine::number)
        .filter(number -> bans.get(number - FIRST_LINE).meets(source))
        .findFirst()
        .orElse(0);
  }

  /** What becomes of packets from an address, and by which line. */
  private static List<String> said(List<Cell> cells, List<Ban> bans, IpAddress source) {
    List<String> said = new ArrayList<>();
    for (Cell cell : cells) {
      for (Region region : cell.regions()) {
        if (region.sources().contains(source)) {
          List<Step> steps = cell.ways().get(0).steps();
          int line = line(steps.get(steps.size() - 1), bans, source);
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
          if (bans.get(i).meets(source)) {
            expected = "[" + bans.get(i).kind() + "] line " + (i + FIRST_LINE);
          }
        }
        assertEquals(List.of(expected), said(cells, bans, source), () -> source + " of " + bans);
      }
    }
  }
}
