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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What raw, nat and sets do to packets of some protocols before a filter sees them. */
class TablesBesideFilterTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z"); // a Monday

  /** What may become of new packets of a protocol to port 80 of 10.0.0.1 and 10.0.0.2. */
  private static Set<Kind> kinds(String text, Family family, int protocol, IpSets sets)
      throws Exception {
    boolean four = family == Family.IPV4;
    AddressSet all = new AddressSet(List.of(AddressRange.all(family)));
    AddressSet local =
        AddressSet.of(
            Stream.of(four ? "10.0.0.1" : "fd00::1", four ? "10.0.0.2" : "fd00::2")
                .map(word -> AddressRange.of(IpAddress.parse(word).orElseThrow()))
                .toList());
    SaveDump dump = EvaluatorTest.dump(text);
    Universe universe = Universe.of(Ruleset.of(dump), List.of());
    Subject subject =
        new Subject(
            family,
            Direction.IN,
            protocol,
            Optional.empty(),
            Optional.of(local),
            Optional.of(NOON));
    Region asked = Region.of(all, local, PortSet.of(80), universe, Set.of(State.NEW));
    List<Cell> cells =
        Cell.of(Evaluator.outcomes(Ruleset.of(dump), subject, asked, universe, sets));
    assertEquals(1, cells.size(), cells.toString());
    assertEquals(List.of(asked), cells.get(0).regions(), "as they were sent");
    return cells.get(0).kinds();
  }

  private static Set<Kind> kinds(String text) throws Exception {
    return kinds(text, Family.IPV4, 6, IpSets.NONE);
  }

  private static String raw(String rule) {
    return "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING " + rule + "\nCOMMIT\n";
  }

  private static String nat(String rule) {
    return "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING " + rule + "\nCOMMIT\n";
  }

  @Test
  void behindRawAreTheStatesOfConnections() throws Exception {
    String drop =
        EvaluatorTest.filter("ACCEPT", "-A INPUT -m conntrack --ctstate UNTRACKED -j DROP");
    assertEquals(Set.of(Kind.ALLOWED), kinds(raw("-m state --state NEW -j NOTRACK") + drop));
    assertEquals(
        Set.of(Kind.BLOCKED), kinds(raw("-m state --state INVALID -j CT --notrack") + drop));
    assertEquals(
        Set.of(Kind.BLOCKED),
        kinds(raw("-m conntrack ! --ctstate NEW -j DROP") + EvaluatorTest.filter("ACCEPT")));
  }

  @Test
  void theDirectionOfUntrackedPacketsIsAskedForWithoutAStateAlone() throws Exception {
    String raw = raw("-j NOTRACK");
    String alone = "-A INPUT -m conntrack --ctdir REPLY -j DROP";
    String beside = "-A INPUT -m conntrack --ctstate NEW,UNTRACKED --ctdir REPLY -j DROP";
    assertEquals(Set.of(Kind.ALLOWED), kinds(raw + EvaluatorTest.filter("ACCEPT", alone)));
    assertEquals(Set.of(Kind.BLOCKED), kinds(raw + EvaluatorTest.filter("ACCEPT", beside)));
    assertEquals(Set.of(Kind.ALLOWED), kinds(EvaluatorTest.filter("ACCEPT", beside)));
  }

  @Test
  void redirectsGoToAnAddressOfThisHost() throws Exception {
    String redirect = nat("-p tcp -j REDIRECT --to-ports 8080");
    String there = "-A INPUT -d 10.0.0.0/30 -p tcp -m tcp --dport 8080 -j DROP";
    String first = "-A INPUT -d 10.0.0.1/32 -j DROP";
    assertEquals(Set.of(Kind.BLOCKED), kinds(redirect + EvaluatorTest.filter("ACCEPT", there)));
    assertEquals(
        Set.of(Kind.ALLOWED, Kind.BLOCKED),
        kinds(redirect + EvaluatorTest.filter("ACCEPT", first)));
  }

  @Test
  void translationsToThisHostAndOthersAreBoth() throws Exception {
    String led = nat("-p tcp -j DNAT --to-destination 10.0.0.2-10.0.0.3");
    assertEquals(Set.of(Kind.BLOCKED, Kind.LED_AWAY), kinds(led + EvaluatorTest.filter("DROP")));
  }

  @Test
  void aTranslationToWhereAPacketGoesAnywayIsNone() throws Exception {
    String dropped = EvaluatorTest.filter("ACCEPT", "-A INPUT -m conntrack --ctstate DNAT -j DROP");
    assertEquals(Set.of(Kind.BLOCKED), kinds(nat("-p tcp -j DNAT --to-destination :81") + dropped));
    assertEquals(
        Set.of(Kind.BLOCKED, Kind.ALLOWED),
        kinds(nat("-p tcp -j DNAT --to-destination 10.0.0.1") + dropped));
    assertEquals(Set.of(Kind.ALLOWED), kinds(raw("-j NOTRACK") + dropped));
  }

  @Test
  void addressesOfThisHostAreUnicastInOneFamily() throws Exception {
    String text = EvaluatorTest.filter("ACCEPT", "-A INPUT -m addrtype --dst-type UNICAST -j DROP");
    assertEquals(Set.of(Kind.ALLOWED), kinds(text, Family.IPV4, 6, IpSets.NONE));
    assertEquals(Set.of(Kind.BLOCKED), kinds(text, Family.IPV6, 6, IpSets.NONE));
  }

  @Test
  void setsOfPortsAreOfTwoProtocolsAndMaskedOnesUnknown() throws Exception {
    IpSets sets =
        IpSets.parse(
            """
            create web bitmap:port range 0-65535
            add web 80
            create masked hash:ip family inet hashsize 1024 maxelem 65536 netmask 24
            add masked 10.0.0.0
            """);
    String web = EvaluatorTest.filter("ACCEPT", "-A INPUT -m set --match-set web dst -j DROP");
    String masked =
        EvaluatorTest.filter("ACCEPT", "-A INPUT -m set --match-set masked dst -j DROP");
    assertEquals(Set.of(Kind.BLOCKED), kinds(web, Family.IPV4, 17, sets));
    assertEquals(Set.of(Kind.ALLOWED), kinds(web, Family.IPV4, 132, sets));
    assertEquals(Set.of(Kind.ALLOWED, Kind.BLOCKED), kinds(masked, Family.IPV4, 6, sets));
  }
}
