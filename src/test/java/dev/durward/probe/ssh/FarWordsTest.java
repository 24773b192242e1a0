package dev.durward.probe.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.ssh.Tunnel.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FarWordsTest {
  @ParameterizedTest
  @CsvSource({
    // code of the channel's failure, words, family, milliseconds, outcome
    "2, Connection refused, IPV4, 1, REFUSED",
    "2, Connection refused, IPV6, 1500, REFUSED",
    "2, No route to host, IPV4, 20, REJECTED",
    "2, No route to host, IPV4, 3001, UNTESTED",
    "2, Network is unreachable, IPV4, 20, REJECTED",
    "2, Protocol not available, IPV4, 20, REJECTED",
    "2, Permission denied, IPV6, 20, REJECTED",
    "2, Permission denied, IPV4, 20, UNTESTED",
    "2, Operation not permitted, IPV4, 20, UNTESTED",
    "2, Temporary failure in name resolution, IPV4, 20, UNTESTED",
    "2, open failed, IPV4, 20, UNTESTED",
    "2, Verbindungsaufbau abgelehnt, IPV4, 1, UNTESTED",
    "2, '', IPV4, 1, UNTESTED",
    "1, open failed, IPV4, 1, UNTESTED",
    "1, Connection refused, IPV4, 1, UNTESTED",
    "4, No route to host, IPV4, 1, UNTESTED",
  })
  void takesOnlyWhatIsUnderstood(
      int code, String words, Family family, int millis, Outcome outcome) {
    Observation seen = FarWords.of(new Refusal(code, words), family, Duration.ofMillis(millis));
    assertEquals(outcome, seen.outcome());
    assertTrue(seen.reason().contains(words), seen.reason());
  }

  @Test
  void readsRoutes() {
    assertEquals(
        "Optional[192.168.5.20] false", route("192.168.5.10 dev eth0 src 192.168.5.20 uid 0 \\"));
    assertEquals(
        "Optional[fd00:9::20] false",
        route("fd00:5::10 from :: via fe80::1 dev eth0 proto kernel src fd00:9::20 metric 256"));
    assertEquals(
        "Optional[192.168.5.20] true", route("local 192.168.5.20 dev lo src 192.168.5.20"));
    assertEquals("Optional.empty false", route());
    assertEquals("Optional.empty false", route("10.0.0.1 dev tun0 src"));
    assertEquals("Optional.empty false", route("RTNETLINK answers: Network is unreachable"));
  }

  private static String route(String... lines) {
    FarRoute route = FarRoute.parse(List.of(lines));
    return route.source() + " " + route.local();
  }

  @ParameterizedTest
  @CsvSource({
    "'root@far: Permission denied (publickey,password).', without asking",
    "'No ED25519 host key is known for far\nHost key verification failed.', not known here",
    "'@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.', not the one",
    "'ssh: Could not resolve hostname far: Name or service not known', Could not resolve",
    "'ssh: connect to host far port 22: Connection refused', Connection refused",
    "'This account is currently not available.', currently not available",
    "'', said nothing",
  })
  void saysWhatIsWrongWithALogin(String said, String told) {
    SshTrouble trouble = Complaint.of("far", said);
    String message = String.valueOf(trouble.getMessage());
    assertTrue(message.startsWith("ssh far") && message.contains(told), message);
    assertTrue(trouble.remedy().contains("ssh far true"), trouble.remedy());
  }
}
