package dev.durward.platform.iptables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z"); // a Monday

  private static final AddressSet EVERYBODY =
      new AddressSet(List.of(AddressRange.all(Family.IPV4)));

  static SaveDump dump(String filter) throws Exception {
    return SaveDump.parse(filter.getBytes(StandardCharsets.UTF_8));
  }

  static String filter(String policy, String... rules) {
    return "*filter\n:INPUT "
        + policy
        + " [0:0]\n:OUTPUT ACCEPT [0:0]\n"
        + String.join("\n", rules)
        + "\nCOMMIT\n";
  }

  private static List<Cell> cells(String text, int port) throws Exception {
    SaveDump dump = dump(text);
    Universe universe = Universe.of(Ruleset.of(dump), List.of());
    Subject subject =
        new Subject(
            Family.IPV4, Direction.IN, 6, Optional.empty(), Optional.empty(), Optional.of(NOON));
    Region asked = Region.of(EVERYBODY, EVERYBODY, PortSet.of(port), universe, Set.of(State.NEW));
    return Cell.of(Evaluator.outcomes(Ruleset.of(dump), subject, asked, universe, IpSets.NONE));
  }

  /** Each cell as a line: sources, interfaces, what may become of them, and the deciding lines. */
  private static List<String> said(String text, int port) throws Exception {
    Set<String> lines = new TreeSet<>();
    for (Cell cell : cells(text, port)) {
      for (Region region : cell.regions()) {
        List<String> where = new ArrayList<>();
        for (Way way : cell.ways()) {
          Step last = way.steps().get(way.steps().size() - 1);
          where.add(last.rules().isEmpty() ? "policy" : "line " + last.rules().get(0).number());
        }
        String sources = region.sources().equals(EVERYBODY) ? "any" : region.sources().toString();
        lines.add(
            sources + " " + new TreeSet<>(region.interfaces()) + " " + cell.kinds() + " " + where);
      }
    }
    return List.copyOf(lines);
  }

  @Test
  void theFirstRuleThatMatchesDecides() throws Exception {
    String text =
        filter("DROP", "-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT", "-A INPUT -j REJECT");
    assertEquals(List.of("any [] [ALLOWED] [line 4]"), said(text, 80));
    assertEquals(List.of("any [] [REJECTED] [line 5]"), said(text, 443));
  }

  @Test
  void sourcesArePartitioned() throws Exception {
    String text =
        filter(
            "ACCEPT",
            "-A INPUT -s 10.0.0.0/8 -p tcp -j DROP",
            "-A INPUT -s 10.1.0.0/16 -j ACCEPT",
            "-A INPUT ! -s 192.0.2.1/32 -p tcp -m multiport --dports 22,80:90 -j REJECT");
    assertEquals(
        List.of(
            "0.0.0.0-9.255.255.255,11.0.0.0-192.0.2.0,192.0.2.2-255.255.255.255 [] [REJECTED] [line 6]",
            "10.0.0.0/8 [] [BLOCKED] [line 4]",
            "192.0.2.1 [] [ALLOWED] [policy]"),
        said(text, 85));
  }

  @Test
  void chainsReturnOrAreLeftForGood() throws Exception {
    String text =
        filter(
            "DROP",
            ":user - [0:0]",
            ":away - [0:0]",
            "-A INPUT -s 10.0.0.0/8 -j user",
            "-A INPUT -s 11.0.0.0/8 -g away",
            "-A INPUT -j ACCEPT",
            "-A user -s 10.1.0.0/16 -j RETURN",
            "-A user -s 10.2.0.0/16 -j REJECT",
            "-A away -s 11.1.0.0/16 -j ACCEPT");
    assertEquals(
        List.of(
            "0.0.0.0-10.1.255.255,10.3.0.0-10.255.255.255,12.0.0.0-255.255.255.255 [] [ALLOWED] [line 8]",
            "10.2.0.0/16 [] [REJECTED] [line 10]",
            "11.0.0.0/16,11.2.0.0-11.255.255.255 [] [BLOCKED] [policy]",
            "11.1.0.0/16 [] [ALLOWED] [line 11]"),
        said(text, 80));
  }

  @Test
  void whatNobodyCanTellIsFollowedBothWays() throws Exception {
    String text =
        filter(
            "DROP",
            "-A INPUT -p tcp -m tcp --dport 22 -m limit --limit 3/min -j ACCEPT",
            "-A INPUT -p tcp -m recent --update --seconds 60 --name x -j DROP",
            "-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT");
    assertEquals(List.of("any [] [ALLOWED, BLOCKED] [policy, line 5, line 4]"), said(text, 22));
    assertEquals(List.of("any [] [ALLOWED, BLOCKED] [line 6, line 5]"), said(text, 80));
    assertEquals(Set.of(Kind.BLOCKED), cells(text, 443).get(0).kinds());
  }

  @Test
  void interfacesArePartitioned() throws Exception {
    String text =
        filter(
            "DROP",
            "-A INPUT -i lo -j ACCEPT",
            "-A INPUT -i eth+ -j ACCEPT",
            "-A INPUT ! -i wan0 -j REJECT");
    assertEquals(
        List.of(
            "any [] [REJECTED] [line 6]",
            "any [eth+] [ALLOWED] [line 5]",
            "any [wan0] [BLOCKED] [policy]"),
        said(text, 80));
  }

  @Test
  void newPacketsAreSyn() throws Exception {
    String text =
        filter(
            "DROP",
            "-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT",
            "-A INPUT -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -m state --state NEW -j DROP",
            "-A INPUT -p tcp -m conntrack --ctdir ORIGINAL -m comment --comment \"-j DROP\" -j ACCEPT");
    assertEquals(List.of("any [] [ALLOWED] [line 6]"), said(text, 80));
  }

  @Test
  void translationsAreFollowed() throws Exception {
    String text =
        "*nat\n:PREROUTING ACCEPT [0:0]\n"
            + "-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080\n"
            + "-A PREROUTING -p tcp -m tcp --dport 81 -j DNAT --to-destination 172.17.0.2:80\n"
            + "COMMIT\n"
            + filter("DROP", "-A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT");
    assertEquals(List.of("any [] [ALLOWED] [line 9]"), said(text, 80));
    assertEquals(List.of("any [] [LED_AWAY] [line 4]"), said(text, 81));
    assertEquals(List.of("any [] [ALLOWED] [line 9]"), said(text, 8080));
    assertEquals(List.of("any [] [BLOCKED] [policy]"), said(text, 443));
  }

  @Test
  void marksAreKept() throws Exception {
    String text =
        "*mangle\n:PREROUTING ACCEPT [0:0]\n"
            + "-A PREROUTING -s 10.0.0.0/8 -j MARK --set-xmark 0x10/0xff\n"
            + "COMMIT\n"
            + filter("DROP", "-A INPUT -m mark --mark 0x10/0x10 -j ACCEPT");
    assertEquals(2, said(text, 80).size());
    assertTrue(said(text, 80).contains("10.0.0.0/8 [] [ALLOWED] [line 8]"));
  }

  @Test
  void timesAreLookedAtTheClock() throws Exception {
    String text =
        filter(
            "DROP",
            "-A INPUT -m time --timestart 13:00:00 --timestop 17:00:00 -j REJECT",
            "-A INPUT -m time --timestart 08:00:00 --timestop 17:00:00 --weekdays Mon,Tue -j ACCEPT");
    assertEquals(List.of("any [] [ALLOWED] [line 5]"), said(text, 80));
  }

  @Test
  void setsAreReadWhereTheyAreKnown() throws Exception {
    SaveDump dump = dump(filter("ACCEPT", "-A INPUT -m set --match-set banned src -j DROP"));
    IpSets sets =
        IpSets.parse(
            """
            create banned hash:net family inet hashsize 1024 maxelem 65536
            add banned 203.0.113.0/24
            """);
    Universe universe = Universe.of(Ruleset.of(dump), List.of());
    Subject subject =
        new Subject(
            Family.IPV4, Direction.IN, 6, Optional.empty(), Optional.empty(), Optional.of(NOON));
    Region asked = Region.of(EVERYBODY, EVERYBODY, PortSet.of(80), universe, Set.of(State.NEW));
    List<Cell> cells =
        Cell.of(Evaluator.outcomes(Ruleset.of(dump), subject, asked, universe, sets));
    IpAddress banned = IpAddress.parse("203.0.113.9").orElseThrow();
    for (Cell cell : cells) {
      boolean has = cell.regions().get(0).sources().contains(banned);
      assertEquals(Set.of(has ? Kind.BLOCKED : Kind.ALLOWED), cell.kinds());
    }
    assertEquals(2, cells.size());
  }

  @Test
  void twoNegatedPortsMayMeanNotBoth() throws Exception {
    String text = filter("ACCEPT", "-A INPUT -p tcp -m tcp ! --sport 7 ! --dport 80 -j DROP");
    List<Cell> cells = cells(text, 80);
    assertEquals(2, cells.size());
    for (Cell cell : cells) {
      boolean isEcho = cell.regions().get(0).sourcePorts().contains(7);
      Set<Kind> kinds = isEcho ? Set.of(Kind.ALLOWED) : Set.of(Kind.ALLOWED, Kind.BLOCKED);
      assertEquals(kinds, cell.kinds());
    }
  }

  @Test
  void whatCantBeToldIsNamedWhereItIsNegated() throws Exception {
    String text = filter("ACCEPT", "-A INPUT -p tcp -m tcp ! --tcp-option 5 -j DROP");
    Way way =
        cells(text, 80).get(0).ways().stream()
            .filter(each -> !each.provided().isEmpty())
            .findFirst()
            .orElseThrow();
    assertEquals(List.of("--tcp-option 5"), way.provided());
  }
}
