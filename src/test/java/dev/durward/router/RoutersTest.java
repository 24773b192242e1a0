package dev.durward.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.Gateway;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Routers are looked for once, and all at once. */
class RoutersTest {
  private static Optional<Gateway> gateway(Family family) {
    boolean isFour = family == Family.IPV4;
    IpAddress router = IpAddress.parse(isFour ? "192.168.77.1" : "fe80::1").orElseThrow();
    IpAddress host = IpAddress.parse(isFour ? "192.168.77.10" : "2001:db8::10").orElseThrow();
    return Optional.of(new Gateway(router, "eth0", host));
  }

  /** Each of them answers only once all of them have been asked. */
  @Test
  void areAllAskedAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(6);
    AtomicInteger met = new AtomicInteger();
    Seeker seeker =
        gateway -> {
          asked.countDown();
          if (asked.await(20, TimeUnit.SECONDS)) {
            met.incrementAndGet();
          }
          return Optional.empty();
        };
    Routers routers = new Routers(RoutersTest::gateway, List.of(seeker, seeker, seeker));
    routers.lookFor(List.of(Family.values()));
    assertEquals(6, met.get());
    assertTrue(routers.of(Family.IPV6).orElseThrow().protocols().isEmpty());
    assertEquals(6, met.get(), "it was looked for again");
  }
}
