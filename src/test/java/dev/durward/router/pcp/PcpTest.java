package dev.durward.router.pcp;

import static dev.durward.router.pcp.PcpAsking.mapped;
import static dev.durward.router.pcp.PcpAsking.pcp;
import static dev.durward.router.pcp.ScriptedRouter.GATEWAY;
import static dev.durward.router.pcp.ScriptedRouter.HTTPS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import dev.durward.router.Grant;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PcpTest {
  @Test
  void asksForTheVeryPort() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    Instant before = Instant.now();
    Outcome outcome =
        mapped(
            question -> {
              asked.add(question);
              return List.of(Answers.done(question));
            });
    Grant grant = assertInstanceOf(Outcome.Mapped.class, outcome).grant();
    assertFalse(grant.until().orElseThrow().isBefore(before.plusSeconds(3_600)));
    byte[] question = asked.get(0);
    byte[] head = {2, 1, 0, 0, 0, 0, 3_600 >> 8, (byte) 3_600};
    assertArrayEquals(head, Arrays.copyOf(question, 8));
    byte[] here = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
    assertArrayEquals(here, Arrays.copyOfRange(question, 8, 24));
    byte[] nonce = Arrays.copyOfRange(question, 24, 36);
    assertEquals(grant.ticket(), HexFormat.of().formatHex(nonce));
    byte[] rest = {6, 0, 0, 0, 1, (byte) 443, 1, (byte) 443};
    assertArrayEquals(rest, Arrays.copyOfRange(question, 36, 44));
    byte[] anyAddress = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0};
    assertArrayEquals(anyAddress, Arrays.copyOfRange(question, 44, 60));
    assertArrayEquals(new byte[] {2, 0, 0, 0}, Arrays.copyOfRange(question, 60, 64));
  }

  @Test
  void noTwoNoncesAreTheSame() throws Exception {
    try (ScriptedRouter router = new ScriptedRouter(question -> List.of(Answers.done(question)))) {
      RouterProtocol pcp = pcp(router);
      Set<String> tickets = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        tickets.add(pcp.draft(HTTPS).ticket());
      }
      assertEquals(100, tickets.size());
    }
  }

  @Test
  void believesLongLeases() throws Exception {
    Outcome outcome =
        mapped(question -> List.of(Answers.pcp(question, 0, 0xffff_ffffL, 443, Answers.wan())));
    Grant grant = assertInstanceOf(Outcome.Mapped.class, outcome).grant();
    Duration left = Duration.between(Instant.now(), grant.until().orElseThrow());
    assertTrue(left.toDays() > 49_000, left::toString);
  }

  @Test
  void anotherPortIsGivenBack() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    Outcome outcome =
        mapped(
            question -> {
              asked.add(question);
              return List.of(Answers.pcp(question, 0, 60, 1_024, Answers.wan()));
            });
    assertEquals(new Outcome.OtherPort(1_024), outcome);
    ByteBuffer last = ByteBuffer.wrap(asked.get(1));
    assertEquals(0, last.getInt(4), "a lease of no time");
    assertArrayEquals(
        Arrays.copyOfRange(asked.get(0), 24, 42), Arrays.copyOfRange(asked.get(1), 24, 42));
  }

  @Test
  void aRouterWithoutTheOptionIsAskedWithout() throws Exception {
    Outcome outcome =
        mapped(
            question ->
                List.of(
                    question.length > 60 ? Answers.refused(question, 5) : Answers.done(question)));
    assertInstanceOf(Outcome.Mapped.class, outcome);
  }

  @Test
  void anAddressThatNobodyReachesIsNone() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    Outcome outcome =
        mapped(
            question -> {
              asked.add(question);
              byte[] shared = {100, 64, 1, 1};
              return List.of(Answers.pcp(question, 0, 60, 443, shared));
            });
    String reason = assertInstanceOf(Outcome.Refused.class, outcome).reason();
    assertTrue(reason.contains("100.64.1.1, is shared"), reason);
    assertEquals(0, ByteBuffer.wrap(asked.get(asked.size() - 1)).getInt(4));
  }

  @Test
  void whatIsNotGivenBackIsTold() throws Exception {
    Outcome outcome =
        mapped(
            question ->
                ByteBuffer.wrap(question).getInt(4) == 0
                    ? List.of()
                    : List.of(Answers.pcp(question, 0, 60, 1_024, Answers.wan())));
    assertInstanceOf(Outcome.Untold.class, outcome);
  }

  @Test
  void refusalsAreInWords() throws Exception {
    Set<String> words = new HashSet<>();
    for (int code = 1; code <= 14; code++) {
      int result = code;
      String reason =
          assertInstanceOf(
                  Outcome.Refused.class,
                  mapped(question -> List.of(Answers.refused(question, result))))
              .reason();
      assertTrue(reason.contains("(PCP " + code), reason);
      words.add(reason);
    }
    assertEquals(14, words.size());
  }

  @Test
  void aRefusalMayBeShort() throws Exception {
    Outcome outcome = mapped(question -> List.of(Arrays.copyOf(Answers.refused(question, 2), 24)));
    assertEquals(new Outcome.Refused(PcpResult.words(2)), outcome);
  }

  @Test
  void aRouterOfNatPmpAloneSpeaksNoPcp() throws Exception {
    try (ScriptedRouter router =
        new ScriptedRouter(
            question ->
                List.of(
                    question[0] == 0
                        ? Answers.natPmp(question, 443)
                        : Answers.natPmpRefusal(question, 1),
                    Answers.refused(question, 1)))) {
      assertEquals(Optional.empty(), Pcp.seek(GATEWAY, router.port()));
      assertTrue(NatPmp.seek(GATEWAY, router.port()).isPresent());
    }
  }

  @Test
  void anyRefusalOfPcpIsPcp() throws Exception {
    try (ScriptedRouter router =
        new ScriptedRouter(question -> List.of(Answers.refused(question, 4)))) {
      assertTrue(Pcp.seek(GATEWAY, router.port()).isPresent());
    }
  }

  @Test
  void theAddressOutsideIsNatPmps() throws Exception {
    try (ScriptedRouter router =
        new ScriptedRouter(
            question ->
                List.of(question[0] == 0 ? Answers.natPmp(question, 0) : Answers.done(question)))) {
      assertEquals(IpAddress.parse(Answers.WAN), pcp(router).externalAddress());
    }
  }

  @Test
  void whatIsNotThereIsRemoved() throws Exception {
    try (ScriptedRouter router =
        new ScriptedRouter(
            question ->
                List.of(
                    question[1] == 0 ? Answers.done(question) : Answers.refused(question, 8)))) {
      RouterProtocol pcp = pcp(router);
      assertEquals(new Outcome.Removed(), pcp.unmap(pcp.draft(HTTPS)));
    }
  }
}
