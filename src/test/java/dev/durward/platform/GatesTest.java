package dev.durward.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Packets;
import dev.durward.platform.Answer.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands before a port beside the rules. */
class GatesTest {
  private static final Question QUESTION =
      new Question(
          443,
          6,
          Direction.IN,
          EnumSet.allOf(Family.class),
          AddressSet.ANY,
          Optional.empty(),
          Instant.EPOCH);

  private static List<String> said(Access access, String... addresses) {
    Packets all =
        new Packets(
            Optional.empty(), Optional.empty(), Set.of(), Set.of(), Optional.empty(), Set.of());
    Reason reason = new Reason(access, "", List.of(), List.of());
    Answer answer = new Answer(Family.IPV4, all, access, List.of(reason));
    AddressSet own =
        AddressSet.of(
            Stream.of(addresses)
                .map(text -> AddressRange.of(IpAddress.parse(text).orElseThrow()))
                .toList());
    Locality locality =
        addresses.length == 0 ? Locality.UNKNOWN : new Locality(Optional.of(own), Set.of());
    return Gates.of(QUESTION, List.of(answer), locality, Optional.empty()).stream()
        .map(each -> each.message() + "; " + each.proposal().orElse(""))
        .toList();
  }

  @Test
  void whereEveryAddressIsPrivateTheRouterHasASay() {
    for (String own : List.of("192.168.1.5", "10.0.0.1", "172.31.255.255", "100.64.0.9")) {
      List<String> said = said(Access.ALLOWED, "127.0.0.1", own, "fd00::5");
      assertEquals(1, said.size(), own);
      assertTrue(said.get(0).contains("such as " + own), said.get(0));
      assertTrue(said.get(0).endsWith("durward router open " + QUESTION.subject()), said.get(0));
    }
  }

  @Test
  void elsewhereNothingIsSaidOfIt() {
    assertEquals(List.of(), said(Access.ALLOWED, "192.168.1.5", "203.0.113.4"));
    assertEquals(List.of(), said(Access.ALLOWED, "172.32.0.1"));
    assertEquals(List.of(), said(Access.ALLOWED, "2001:db8::1"));
    assertEquals(List.of(), said(Access.ALLOWED, "127.0.0.1"));
    assertEquals(List.of(), said(Access.BLOCKED, "192.168.1.5"));
    assertEquals(List.of(), said(Access.ALLOWED));
  }
}
