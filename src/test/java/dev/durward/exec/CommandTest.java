package dev.durward.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"/usr/sbin/iptables", "C:\\Windows\\System32\\netsh.exe", "d:\\x"})
  void takesAbsolutePathsOfEitherPlatform(String executable) {
    assertEquals(executable, Command.of(executable).arguments().get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "netsh", "netsh.exe", "./x", "C:", "C:\\", "C:netsh.exe", "\\netsh", "1:\\x"})
  void refusesWhatThePathOrTheFolderWouldDecide(String executable) {
    assertThrows(IllegalArgumentException.class, () -> Command.of(executable));
  }
}
