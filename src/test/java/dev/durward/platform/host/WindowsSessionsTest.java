package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.platform.ManagementSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which sessions of Windows are found by what. */
class WindowsSessionsTest {
  private static List<String> found(
      Map<String, String> environment, Optional<Integer> desktop, String... parents) {
    return WindowsSessions.of(environment, desktop, List.of(parents)).stream()
        .map(WindowsSessionsTest::words)
        .toList();
  }

  private static String words(ManagementSession session) {
    return session.kind()
        + session.peer().map(peer -> " " + peer).orElse("")
        + " "
        + session.port();
  }

  @Test
  void eachKindIsFound() {
    String ssh = "203.0.113.7 51514 192.0.2.1 22";
    assertEquals(
        List.of("ssh 203.0.113.7:51514 22"),
        found(Map.of("SSH_CONNECTION", ssh), Optional.empty(), "C:\\Windows\\System32\\cmd.exe"));
    assertEquals(List.of("RDP 3390"), found(Map.of(), Optional.of(3390)));
    assertEquals(
        List.of("WinRM 5985", "WinRM 5986"),
        found(Map.of(), Optional.empty(), "C:\\Windows\\system32\\WsmProvHost.exe"));
  }

  @Test
  void aConsoleIsNone() {
    assertEquals(
        List.of(),
        found(
            Map.of("SSH_CONNECTION", "127.0.0.1 1 127.0.0.1 22"),
            Optional.empty(),
            "C:\\Windows\\explorer.exe"));
  }
}
