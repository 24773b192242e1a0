package dev.durward.platform.netsh.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.PortSet;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.netsh.registry.Reading;
import dev.durward.platform.netsh.rule.FirewallRule.Action;
import dev.durward.platform.netsh.rule.FirewallRule.IcmpType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallRuleTest {
  private static final String ID = "{9A3D1C1E-0000-4000-8000-000000000001}";

  private static FirewallRule read(String text) {
    Reading<FirewallRule> reading = FirewallRule.read(ID, text);
    return reading.readable().orElseThrow(() -> new AssertionError(text + ": " + reading));
  }

  /** A rule of this, in a frame that every rule has. */
  private static FirewallRule rule(String fields) {
    return read("v2.30|Action=Allow|Active=TRUE|Dir=In|" + fields);
  }

  @Test
  void understandsEveryPartOfARule() {
    FirewallRule rule =
        read(
            "v2.10|Action=Block|Active=TRUE|Dir=Out|Protocol=17|Profile=Domain|Profile=Public"
                + "|LPort=53|RPort=443|RPort2_10=9000-9010|LA4=192.0.2.1"
                + "|RA4=198.51.100.0/255.255.255.0|RA6=2001:db8::/32|IF={ABC}|IFType=Wireless"
                + "|IFType=RemoteAccess|App=%SystemRoot%\\x.exe|Svc=dns|Name=n=1|Desc=d"
                + "|EmbedCtxt=g|Edge=TRUE|Defer=App|");
    assertEquals(ID, rule.id());
    assertEquals("2.10", rule.version());
    assertEquals(Action.BLOCK, rule.action());
    assertTrue(rule.active());
    assertEquals(Direction.OUT, rule.direction());
    assertEquals(OptionalInt.of(17), rule.protocol());
    assertEquals(Set.of(Profile.DOMAIN, Profile.PUBLIC), rule.profiles());
    assertEquals("53", rule.localPorts().numbers().toString());
    assertEquals("443,9000-9010", rule.remotePorts().numbers().toString());
    assertEquals("192.0.2.1", rule.localAddresses().addresses().toString());
    assertEquals("198.51.100.0/24,2001:db8::/32", rule.remoteAddresses().addresses().toString());
    assertEquals(List.of("{ABC}"), rule.interfaces());
    assertEquals(Set.of(InterfaceType.WIRELESS, InterfaceType.RAS), rule.interfaceTypes());
    assertEquals(Optional.of("%SystemRoot%\\x.exe"), rule.program());
    assertEquals(Optional.of("dns"), rule.service());
    assertEquals(Optional.of("n=1"), rule.name());
    assertEquals(Optional.of("d"), rule.description());
    assertEquals(Optional.of("g"), rule.group());
    assertEquals(Edge.DEFERAPP, rule.edge());
    assertEquals(List.of(), rule.others());
  }

  @Test
  void whatIsAbsentIsAnythingButForActive() {
    FirewallRule rule = read("v2.10|Action=Allow|Dir=In|");
    assertFalse(rule.active());
    assertTrue(rule.isInAllProfiles());
    assertEquals(OptionalInt.empty(), rule.protocol());
    assertEquals(PortCondition.ANY, rule.localPorts());
    assertEquals(AddressCondition.ANY, rule.remoteAddresses());
    assertEquals(Edge.NO, rule.edge());
    assertEquals(ID, rule.label());
    assertEquals(OptionalInt.empty(), rule("Protocol=256|").protocol());
  }

  /** How Windows writes it; the frame of every rule aside. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Protocol=6|LPort=80|LPort=443|LPort2_10=49152-65535|RPort=1|",
        "Protocol=6|LPort=RPC|LPort=135|",
        "Protocol=17|LPort2_24=mDNS|Name=n|",
        "Protocol=1|ICMP4=8:*|ICMP4=3:4|",
        "Protocol=58|Profile=Private|Profile=Public|ICMP6=128:*|RA6=LocalSubnet|",
        "RA4=LocalSubnet|RA4=192.0.2.0/255.255.255.0|RA6=LocalSubnet|RA6=fe80::/64|RA6=ff02::1|",
        "RA42=IntErnet|RA62=IntErnet|Name=n|",
        "RA4=192.0.2.10-192.0.2.20|RA4=203.0.112.0/255.255.254.0|",
        "RA4=0.0.0.0-255.255.255.255|RA6=2001:db8::1|",
        "LA6=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff|",
        "App=System|Svc=*|Name=@FirewallAPI.dll,-1|Desc=|EmbedCtxt=g|Edge=TRUE|",
        "App=a|Name=n|Desc=n|Defer=User|",
        "Name=n|Edge=TRUE|Defer=App|",
        "Name=n|LUAuth=O:LSD:(A;;CC;;;WD)|LUOwn=S-1|AppPkgId=S-1-15|EmbedCtxt=g|Platform=2:6:2"
            + "|Platform2=GTEQ|",
        "Name=n|Security=Authenticate|Security2_9=An-NoEncap|Unheard=of|Unheard=twice|",
      })
  void writesAsWindowsDoes(String fields) {
    String text = "v2.30|Action=Allow|Active=TRUE|Dir=In|" + fields;
    assertEquals(text, read(text).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "Protocol=6|LPort=443|LPort=80|LPort=81| ! Protocol=6|LPort=443|LPort2_10=80-81|",
        "Protocol=6|LPort2_10=0-65535|           ! Protocol=6|",
        "Protocol=6|LPort2_10=1-65535|LPort=RPC| ! Protocol=6|",
        "Profile=Public|Profile=Domain|Profile=Private| ! ''",
        "RA4=192.0.2.0/24|                       ! RA4=192.0.2.0/255.255.255.0|",
        "RA4=192.0.2.7/32|                       ! RA4=192.0.2.7|",
        "RA4=0.0.0.0/0.0.0.0|RA6=::/0|           ! ''",
        "RA6=2001:DB8:0::1|                      ! RA6=2001:db8::1|",
        "protocol=6|rport2_10=1024-65535|app=x|  ! Protocol=6|RPort2_10=1024-65535|App=x|",
      })
  void oneMeaningHasOneForm(String fields, String form) {
    assertEquals("v2.30|Action=Allow|Active=TRUE|Dir=In|" + form, rule(fields.strip()).text());
  }

  @Test
  void addressesOfOneFamilyAreNoneOfTheOther() {
    AddressCondition remote = rule("RA4=192.0.2.1|").remoteAddresses();
    assertTrue(remote.addresses().contains(IpAddress.parse("192.0.2.1").orElseThrow()));
    assertEquals(List.of(), remote.addresses().in(Family.IPV6));
    assertFalse(remote.isAny());
    AddressCondition subnet = rule("RA6=LocalSubnet|").remoteAddresses();
    assertEquals(1, subnet.words(Family.IPV6).size());
    assertEquals(List.of(), subnet.words(Family.IPV4));
  }

  @Test
  void wordsStandBesideNumbers() {
    PortCondition ports = rule("Protocol=6|LPort=RPC-EPMap|LPort=8080|").localPorts();
    assertEquals(PortSet.of(8080), ports.numbers());
    assertEquals("[LPort=RPC-EPMap]", ports.words().toString());
  }

  @Test
  void readsTypesOfIcmp() {
    assertEquals(
        List.of(
            new IcmpType(Family.IPV4, 8, OptionalInt.empty()),
            new IcmpType(Family.IPV4, 3, OptionalInt.of(4))),
        rule("Protocol=1|ICMP4=8:*|ICMP4=3:4|").icmpTypes());
  }

  @Test
  void saysWhatNarrowsARuleBeyondWhatItShows() {
    FirewallRule rule = rule("Name=n|LSM=TRUE|RMauth=O:LSD:(A;;CC;;;S-1)|Unheard=of|PCross=TRUE|");
    assertEquals("[RMauth=O:LSD:(A;;CC;;;S-1), Unheard=of]", rule.narrowing().toString());
    assertEquals(4, rule.others().size());
  }

  @Test
  void knowsIndirectNames() {
    assertTrue(rule("Name=@FirewallAPI.dll,-25301|").hasIndirectName());
    assertFalse(rule("Name=web @ home|").hasIndirectName());
    assertFalse(rule("App=x|").hasIndirectName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "v2.10|Dir=In|                               ! it has no Action=",
        "v2.10|Action=Allow|                         ! it has no Dir=",
        "v2.10|Action=Permit|Dir=In|                 ! Action=Permit is none of Allow, Block, ByPass",
        "v2.10|Action=Allow|Dir=Both|                ! Dir=Both is none of In, Out",
        "v2.10|Action=Allow|Dir=In|Active=1|         ! Active=1 is neither TRUE nor FALSE",
        "v2.10|Action=Allow|Dir=In|Dir=Out|          ! Dir=In and Dir=Out exclude each other",
        "v2.10|Action=Allow|Dir=In|Profile=Home|     ! Profile=Home is none of Domain, Private, Public",
        "v2.10|Action=Allow|Dir=In|Protocol=257|     ! Protocol=257 is no protocol number",
        "v2.10|Action=Allow|Dir=In|Protocol=tcp|     ! Protocol=tcp is no protocol number",
        "v2.10|Action=Allow|Dir=In|Protocol=6|LPort=| ! LPort= is no port or range of ports",
        "v2.10|Action=Allow|Dir=In|Protocol=6|LPort=0| ! LPort=0 is no port or range of ports",
        "v2.10|Action=Allow|Dir=In|Protocol=6|LPort=65536| ! LPort=65536 is no port or range of ports",
        "v2.10|Action=Allow|Dir=In|Protocol=6|LPort=1,2| ! LPort=1,2 is no port or range of ports",
        "v2.10|Action=Allow|Dir=In|Protocol=6|RPort2_10=9-8| ! RPort2_10=9-8 is no port or range of ports",
        "v2.10|Action=Allow|Dir=In|LPort=443|        ! it names ports without Protocol=6 or Protocol=17",
        "v2.10|Action=Allow|Dir=In|Protocol=1|ICMP4=8| ! ICMP4=8 is no TYPE:CODE of ICMP",
        "v2.10|Action=Allow|Dir=In|Protocol=1|ICMP4=256:*| ! ICMP4=256:* is no TYPE:CODE of ICMP",
        "v2.10|Action=Allow|Dir=In|Protocol=1|ICMP6=8:*| ! ICMP6=8:* is not of its protocol",
        "v2.10|Action=Allow|Dir=In|RA4=2001:db8::1|  ! RA4=2001:db8::1 is no address of its family",
        "v2.10|Action=Allow|Dir=In|RA4=192.0.2.256|  ! RA4=192.0.2.256 is no address of its family",
        "v2.10|Action=Allow|Dir=In|RA4=192.0.2.9-192.0.2.1| ! RA4=192.0.2.9-192.0.2.1 ends before it begins",
        "v2.10|Action=Allow|Dir=In|RA4=192.0.2.1/24| ! RA4=192.0.2.1/24 has bits set behind its prefix",
        "v2.10|Action=Allow|Dir=In|RA4=10.0.0.0/255.0.255.0| ! RA4=10.0.0.0/255.0.255.0 has neither a prefix length nor a mask behind its slash",
        "v2.10|Action=Allow|Dir=In|RA6=fe80::/129|   ! RA6=fe80::/129 has neither a prefix length nor a mask behind its slash",
        "v2.10|Action=Allow|Dir=In|RA6=fe80::/255.0.0.0| ! RA6=fe80::/255.0.0.0 has neither a prefix length nor a mask behind its slash",
        "v2.10|Action=Allow|Dir=In|IFType=Any|       ! IFType=Any is none of Lan, Wireless, RemoteAccess",
        "v2.10|Action=Allow|Dir=In|Defer=Me|         ! Defer=Me is neither App nor User",
      })
  void saysWhatItDoesNotUnderstand(String text, String reason) {
    Reading<FirewallRule> reading = FirewallRule.read(ID, text.strip());
    assertEquals(reason, assertInstanceOf(Reading.Unreadable.class, reading).reason());
  }

  @Test
  void everyRuleIsWrittenAndReadAlike() {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("firewall rules: -Ddurward.seed=" + seed);
    GeneratedFirewallRules rules = new GeneratedFirewallRules(new Random(seed));
    for (int i = 0; i < 5_000; i++) {
      FirewallRule rule = rules.next();
      assertEquals(
          new Reading.Value<>(rule), FirewallRule.read(rule.id(), rule.text()), rule::text);
    }
  }
}
