package dev.durward.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalAddressTest {
  private static Optional<String> obstacle(String address) {
    return ExternalAddress.obstacle(IpAddress.parse(address).orElseThrow());
  }

  /** The first and the last of each block. */
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, no address",
    "0.255.255.255, no address",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "100.64.0.0, carrier-grade",
    "100.127.255.255, carrier-grade",
    "127.0.0.1, loopback",
    "169.254.0.0, link-local",
    "169.254.255.255, link-local",
    "172.16.0.0, private",
    "172.31.255.255, private",
    "192.0.0.2, DS-Lite",
    "192.0.0.8, protocols",
    "192.0.0.255, protocols",
    "192.0.2.1, documentation",
    "192.88.99.1, 6to4",
    "192.168.0.0, private",
    "192.168.255.255, private",
    "198.18.0.0, benchmarks",
    "198.19.255.255, benchmarks",
    "198.51.100.1, documentation",
    "203.0.113.255, documentation",
    "224.0.0.0, multicast",
    "239.255.255.255, multicast",
    "240.0.0.0, reserved",
    "255.255.255.254, reserved",
    "255.255.255.255, everybody",
    "::, no address",
    "::1, loopback",
    "::2, reserved",
    "64:ff9b::a00:1, translation",
    "64:ff9b:1::1, private translation",
    "100::1, thrown away",
    "fc00::, private",
    "fdff:ffff::1, private",
    "fe80::1, link-local",
    "fec0::1, site-local",
    "ff02::1, multicast",
    "2001::1, Teredo",
    "2001:2::1, benchmarks",
    "2001:20::1, ORCHIDv2",
    "2001:1ff::1, protocols",
    "2001:db8:ffff::1, documentation",
    "2002:a00:1::1, 6to4",
    "3fff:fff::1, documentation",
    "4000::1, reserved",
    "1fff::1, reserved"
  })
  void nobodyComesTo(String address, String words) {
    String why = obstacle(address).orElse("nothing");
    assertTrue(why.contains(words), address + " is " + why);
  }

  /** Right beside the blocks, and what the blocks leave out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "191.255.255.255",
        "192.0.0.9",
        "192.0.0.10",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "203.0.114.0",
        "223.255.255.255",
        "2000::1",
        "2001:200::1",
        "2001:db9::1",
        "2003::1",
        "2a00:77::1",
        "3ffe:ffff::1"
      })
  void anybodyComesTo(String address) {
    assertEquals(Optional.empty(), obstacle(address));
  }
}
