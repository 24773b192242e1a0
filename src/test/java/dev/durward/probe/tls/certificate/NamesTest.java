package dev.durward.probe.tls.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.IpAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  private static final Names NAMES =
      new Names(
          List.of("www.example.com", "*.wild.test"),
          List.of(
              IpAddress.parse("192.0.2.1").orElseThrow(),
              IpAddress.parse("2001:db8::1").orElseThrow()));

  @ParameterizedTest
  @CsvSource({
    "www.example.com, true",
    "WWW.Example.COM, true",
    "www.example.com., true",
    "example.com, false",
    "a.www.example.com, false",
    "a.wild.test, true",
    "a.b.wild.test, false",
    "wild.test, false",
    ".wild.test, false",
    "192.0.2.1, true",
    "192.0.2.2, false",
    "2001:db8:0::1, true",
    "2001:db8::2, false",
  })
  void aWildcardStandsForOneLabel(String host, boolean included) {
    assertEquals(included, NAMES.include(host));
  }
}
