package dev.durward.platform.netsh.defender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Direction;
import dev.durward.model.Flow;
import dev.durward.model.Flow.Leg;
import dev.durward.model.IpAddress;
import dev.durward.model.Verdict.Decision;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.netsh.defender.ProfileSettings.Setting;
import dev.durward.platform.netsh.defender.Ruling.Reason;
import dev.durward.platform.netsh.rule.Circumstances;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluationTest {
  private static final String ALLOW_443 = "Action=Allow|Dir=In|Protocol=6|LPort=443|Name=allow|";
  private static final String BLOCK_443 = "Action=Block|Dir=In|Protocol=6|LPort=443|Name=block|";
  private static final Circumstances UNKNOWN = Circumstances.in(Profile.PUBLIC);

  private static Evaluation of(Map<Setting, Boolean> settings, String... rules) {
    List<FirewallRule> read = new ArrayList<>();
    for (String rule : rules) {
      read.add(FirewallRule.read("{1}", "v2.30|Active=TRUE|" + rule).readable().orElseThrow());
    }
    return new Evaluation(new ProfileSettings(settings), read);
  }

  private static Ruling ruling(Flow flow, String... rules) {
    return of(Map.of(), rules).verdict(flow, UNKNOWN);
  }

  private static Flow flow(Direction direction, String remote, int port, Leg leg) {
    String local = remote.indexOf(':') < 0 ? "192.0.2.1" : "2001:db8::1";
    return new Flow(
        direction, 6, address(local), address(remote), 50_000, port, "eth0", leg, Optional.empty());
  }

  private static Flow in(int port) {
    return flow(Direction.IN, "198.51.100.7", port, Leg.OPENING);
  }

  private static Flow out(int port) {
    return flow(Direction.OUT, "198.51.100.7", port, Leg.OPENING);
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static void decides(Decision decision, Reason reason, String rule, Ruling ruling) {
    assertEquals(decision, ruling.decision());
    assertEquals(reason, ruling.reason());
    assertEquals(rule, ruling.rule().map(FirewallRule::label).orElse(""));
    assertTrue(ruling.isCertain(), () -> ruling.doubts().toString());
  }

  @Test
  void theProfileDecidesWhereNoRuleDoes() {
    decides(Decision.BLOCKED, Reason.DEFAULT, "", ruling(in(80), ALLOW_443));
    decides(Decision.ALLOWED, Reason.DEFAULT, "", ruling(out(443), ALLOW_443));
    Map<Setting, Boolean> reversed =
        Map.of(Setting.BLOCKS_INBOUND, false, Setting.BLOCKS_OUTBOUND, true);
    decides(Decision.ALLOWED, Reason.DEFAULT, "", of(reversed).verdict(in(80), UNKNOWN));
    decides(Decision.BLOCKED, Reason.DEFAULT, "", of(reversed).verdict(out(80), UNKNOWN));
  }

  @Test
  void blockBeatsAllowInWhateverOrder() {
    decides(Decision.ALLOWED, Reason.RULE, "allow", ruling(in(443), ALLOW_443));
    decides(Decision.BLOCKED, Reason.RULE, "block", ruling(in(443), ALLOW_443, BLOCK_443));
    decides(Decision.BLOCKED, Reason.RULE, "block", ruling(in(443), BLOCK_443, ALLOW_443));
  }

  @Test
  void aBlockHoldsForNewAndRunningConnectionsAndNoReplies() {
    for (Leg leg : Leg.values()) {
      Flow flow = flow(Direction.IN, "198.51.100.7", 443, leg);
      Decision expected = leg == Leg.REPLY ? Decision.ALLOWED : Decision.BLOCKED;
      assertEquals(expected, ruling(flow, ALLOW_443, BLOCK_443).decision(), leg.name());
    }
    // Replies to connections that were opened from here are none of an inbound block's business.
    Flow reply = flow(Direction.OUT, "198.51.100.7", 443, Leg.REPLY);
    decides(Decision.ALLOWED, Reason.DEFAULT, "", ruling(reply, "Action=Block|Dir=In|Name=all|"));
    decides(Decision.ALLOWED, Reason.DEFAULT, "", ruling(reply, "Action=Block|Dir=Out|Name=all|"));
  }

  @Test
  void loopbackIsLeftAlone() {
    String all = "Action=Block|Dir=In|Name=all|";
    Flow own = flow(Direction.IN, "192.0.2.1", 443, Leg.OPENING);
    decides(Decision.ALLOWED, Reason.LOOPBACK, "", ruling(own, all));
    Flow named =
        new Flow(
            Direction.IN,
            6,
            address("127.0.0.1"),
            address("127.0.0.2"),
            1,
            443,
            "eth0",
            Leg.OPENING,
            Optional.empty());
    decides(Decision.ALLOWED, Reason.LOOPBACK, "", ruling(named, all));
  }

  @Test
  void aFirewallThatIsOffBlocksNothing() {
    Map<Setting, Boolean> off = Map.of(Setting.ENABLED, false, Setting.SHIELDS_UP, true);
    decides(Decision.ALLOWED, Reason.OFF, "", of(off, BLOCK_443).verdict(in(443), UNKNOWN));
  }

  @Test
  void raisedShieldsLetNothingIn() {
    Map<Setting, Boolean> up = Map.of(Setting.SHIELDS_UP, true, Setting.BLOCKS_INBOUND, false);
    decides(Decision.BLOCKED, Reason.SHIELDS_UP, "", of(up, ALLOW_443).verdict(in(443), UNKNOWN));
    decides(Decision.ALLOWED, Reason.DEFAULT, "", of(up).verdict(out(443), UNKNOWN));
  }

  /** Each rule is an inbound allow; the flow is TCP from 198.51.100.7:50000 to 192.0.2.1:443. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "                                       ! yes",
        "Protocol=6|                            ! yes",
        "Protocol=17|                           ! no",
        "Protocol=6|LPort=443|LPort=RPC|        ! yes",
        "Protocol=6|LPort2_10=400-500|          ! yes",
        "Protocol=6|LPort=80|                   ! no",
        "Protocol=6|RPort=50000|                ! yes",
        "Protocol=6|RPort=443|                  ! no",
        "RA4=198.51.100.0/24|                   ! yes",
        "RA4=198.51.100.8|                      ! no",
        "RA6=2001:db8::/32|                     ! no",
        "LA4=192.0.2.1|                         ! yes",
        "LA4=198.51.100.7|                      ! no",
        "RA6=LocalSubnet|                       ! no",
        "RA4=LocalSubnet|RA6=LocalSubnet|       ! RA4=LocalSubnet",
        "RA4=LocalSubnet|RA42=IntErnet|         ! RA4=LocalSubnet or RA42=IntErnet",
        "RA4=LocalSubnet|RA4=198.51.100.7|      ! yes",
        "Protocol=6|LPort=RPC|                  ! LPort=RPC",
        "App=%SystemRoot%\\x.exe|Svc=dns|       ! App=%SystemRoot%\\x.exe, Svc=dns",
        "IFType=Lan|IFType=Wireless|            ! IFType=Lan or Wireless",
        "IF={A}|                                ! IF={A}",
        "LUOwn=S-1-5-18|LSM=TRUE|               ! LUOwn=S-1-5-18",
        "Unheard=of|                            ! Unheard=of",
      })
  void knowsWhatItCanNotJudge(String fields, String expected) {
    String rule = "Action=Allow|Dir=In|" + (fields == null ? "" : fields.strip());
    Ruling ruling = ruling(in(443), rule);
    String actual =
        ruling.rule().isPresent()
            ? "yes"
            : ruling.doubts().stream()
                .map(doubt -> String.join(", ", doubt.conditions()))
                .findFirst()
                .orElse("no");
    assertEquals(expected, actual);
    assertEquals(actual.equals("yes"), ruling.decision() == Decision.ALLOWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "C:\\t\\java.exe    ! C:\\T\\Java.exe             ! ALLOWED ! true",
        "C:\\t\\java.exe    ! D:\\C:\\t\\java.exe         ! BLOCKED ! true",
        "C:\\t\\java.exe    ! C:\\t\\javaw.exe            ! BLOCKED ! true",
        "%ProgramFiles%\\a.exe ! C:\\Program Files\\a.exe ! BLOCKED ! false",
        "%ProgramFiles%\\a.exe ! C:\\Program Files\\b.exe ! BLOCKED ! true",
        "System             ! system                      ! ALLOWED ! true",
      })
  void comparesPrograms(String path, String program, Decision decision, boolean certain) {
    Circumstances known =
        new Circumstances(Profile.PUBLIC, Optional.of(program), Optional.empty(), Optional.empty());
    Ruling ruling = of(Map.of(), "Action=Allow|Dir=In|App=" + path + "|").verdict(in(443), known);
    assertEquals(decision, ruling.decision());
    assertEquals(certain, ruling.isCertain());
  }

  @ParameterizedTest
  @CsvSource({"dns, DNS, true", "dns, dhcp, false", "*, dhcp, true"})
  void comparesServices(String name, String service, boolean matches) {
    Circumstances known =
        new Circumstances(Profile.PUBLIC, Optional.empty(), Optional.of(service), Optional.empty());
    Ruling ruling = of(Map.of(), "Action=Allow|Dir=In|Svc=" + name + "|").verdict(in(443), known);
    assertEquals(matches, ruling.rule().isPresent());
    assertTrue(ruling.isCertain());
  }

  @ParameterizedTest
  @EnumSource(InterfaceType.class)
  void comparesTypesOfInterfaces(InterfaceType type) {
    Circumstances known =
        new Circumstances(Profile.PUBLIC, Optional.empty(), Optional.empty(), Optional.of(type));
    Ruling ruling = of(Map.of(), "Action=Allow|Dir=In|IFType=Lan|").verdict(in(443), known);
    assertEquals(type == InterfaceType.LAN, ruling.rule().isPresent());
    assertTrue(ruling.isCertain());
  }

  @Test
  void onlyRulesThatWouldDecideOtherwiseAreDoubts() {
    String mayBlock = "Action=Block|Dir=In|App=x|Name=may block|";
    String mayAllow = "Action=Allow|Dir=In|App=x|Name=may allow|";
    String bypass = "Action=ByPass|Dir=In|Security=Authenticate|Name=bypass|";
    assertEquals("[may allow, bypass]", doubts(ruling(in(80), mayBlock, mayAllow, bypass)));
    assertEquals("[may block]", doubts(ruling(in(443), ALLOW_443, mayBlock, mayAllow, bypass)));
    assertEquals("[bypass]", doubts(ruling(in(443), BLOCK_443, mayBlock, mayAllow, bypass)));
    assertFalse(ruling(in(443), BLOCK_443, bypass).isCertain());
    Map<Setting, Boolean> open = Map.of(Setting.BLOCKS_INBOUND, false);
    assertEquals("[may block]", doubts(of(open, mayBlock, mayAllow).verdict(in(80), UNKNOWN)));
  }

  @Test
  void outboundRulesThatOverrideBlocksAreBypasses() {
    String rule = "Action=Allow|Dir=Out|Security=Authenticate|AuthByPassOut=TRUE|Name=override|";
    assertEquals("[override]", doubts(ruling(out(443), "Action=Block|Dir=Out|", rule)));
  }

  private static String doubts(Ruling ruling) {
    return ruling.doubts().stream().map(doubt -> doubt.rule().label()).toList().toString();
  }
}
