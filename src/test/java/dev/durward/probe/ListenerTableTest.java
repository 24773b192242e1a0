package dev.durward.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.IpAddress;
import dev.durward.probe.ListenerTable.Listener;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTableTest {
  @ParameterizedTest
  @CsvSource({
    // listener, target, listens, surely
    "0.0.0.0, 192.0.2.5, true, true",
    "0.0.0.0, 2001:db8::5, false, false",
    "::, 2001:db8::5, true, true",
    "::, 192.0.2.5, true, false",
    "192.0.2.5, 192.0.2.5, true, true",
    "127.0.0.1, 192.0.2.5, false, false",
  })
  void tellsWhetherATargetIsServed(
      String listener, String target, boolean listens, boolean surely) {
    ListenerTable table = new ListenerTable(Set.of(new Listener(Transport.TCP, at(listener))));
    assertEquals(listens, table.listensAt(Transport.TCP, at(target)));
    assertEquals(surely, table.surelyListensAt(Transport.TCP, at(target)));
    assertEquals(false, table.listensAt(Transport.UDP, at(target)));
  }

  private static Endpoint at(String address) {
    return new Endpoint(IpAddress.parse(address).orElseThrow(), 443);
  }
}
