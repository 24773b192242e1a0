package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.IpAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocalEndsTest {
  /** As iproute2 6.1 prints it. */
  private static final String ADDRESSES =
      """
      1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
      1: lo    inet6 ::1/128 scope host \\       valid_lft forever preferred_lft forever
      4: eth0    inet 192.0.2.10/24 brd 192.0.2.255 scope global eth0\\       valid_lft forever
      4: eth0    inet6 fe80::1/64 scope link \\       valid_lft forever preferred_lft forever
      5: tun0    inet 10.8.0.1 peer 10.8.0.2/32 scope global tun0\\       valid_lft forever
      """;

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  @Test
  void allButLoopbacksAreItsOwn() {
    assertEquals(
        Set.of(address("192.0.2.10"), address("fe80::1"), address("10.8.0.1")),
        LocalEnds.addresses(ADDRESSES));
  }
}
