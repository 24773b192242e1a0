package dev.durward.router.pcp;

import static dev.durward.router.pcp.ScriptedRouter.GATEWAY;
import static dev.durward.router.pcp.ScriptedRouter.HTTPS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Gateway;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import dev.durward.router.pcp.ScriptedRouter.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NatPmpTest {
  private static RouterProtocol natPmp(ScriptedRouter router) throws InterruptedException {
    return NatPmp.seek(GATEWAY, router.port()).orElseThrow();
  }

  /** Asks for a port a router that tells its address, and answers the rest by a script. */
  private static Outcome mapped(Script script) throws IOException, InterruptedException {
    try (ScriptedRouter router =
        new ScriptedRouter(
            question ->
                question.length == 2
                    ? List.of(Answers.natPmp(question, 0))
                    : script.answers(question))) {
      RouterProtocol natPmp = natPmp(router);
      return natPmp.map(natPmp.draft(HTTPS));
    }
  }

  @Test
  void asksForThePort() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    Outcome outcome =
        mapped(
            question -> {
              asked.add(question);
              return List.of(Answers.natPmp(question, 443));
            });
    assertInstanceOf(Outcome.Mapped.class, outcome);
    byte port = (byte) 443;
    byte[] expected = {0, 2, 0, 0, 1, port, 1, port, 0, 0, 3_600 >> 8, (byte) 3_600};
    assertArrayEquals(expected, asked.get(0));
  }

  @Test
  void anotherPortIsGivenBack() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    Outcome outcome =
        mapped(
            question -> {
              asked.add(question);
              return List.of(Answers.natPmp(question, 1_024));
            });
    assertEquals(new Outcome.OtherPort(1_024), outcome);
    // Only this port: an internal port 0 would stand for all that this host has.
    byte[] expected = {0, 2, 0, 0, 1, (byte) 443, 0, 0, 0, 0, 0, 0};
    assertArrayEquals(expected, asked.get(1));
  }

  @Test
  void whatIsNotGivenBackIsTold() throws Exception {
    Outcome outcome =
        mapped(
            question ->
                List.of(
                    ByteBuffer.wrap(question).getInt(8) == 0
                        ? Answers.natPmpRefusal(question, 2)
                        : Answers.natPmp(question, 1_024)));
    assertInstanceOf(Outcome.Untold.class, outcome);
  }

  /** Each of these comes before the answer, which must be the one that counts. */
  @Test
  void passesOverWhatIsNoAnswer() throws Exception {
    Outcome outcome =
        mapped(
            question -> {
              byte[] answer = Answers.natPmp(question, 443);
              List<byte[]> sent = new ArrayList<>();
              for (int length = 0; length < answer.length; length++) {
                sent.add(Arrays.copyOf(answer, length));
              }
              // version, opcode, internal port
              for (int at : new int[] {0, 1, 9}) {
                byte[] wrong = answer.clone();
                wrong[at] ^= 0x10;
                wrong[11] ^= 1; // another port, which would be given back
                sent.add(wrong);
              }
              sent.add(question);
              sent.add(answer);
              return sent;
            });
    assertInstanceOf(Outcome.Mapped.class, outcome);
  }

  /** Noise never has the version and the opcode, which chance would bring now and then. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void survivesNoise(long seed) throws Exception {
    Random random = new Random(seed);
    Outcome outcome =
        mapped(
            question -> {
              List<byte[]> sent = new ArrayList<>();
              for (int i = 0; i < 80; i++) {
                byte[] noise = new byte[1 + random.nextInt(1_400)];
                random.nextBytes(noise);
                noise[0] |= 1;
                sent.add(noise);
              }
              sent.add(Answers.natPmp(question, 443));
              return sent;
            });
    assertInstanceOf(Outcome.Mapped.class, outcome, "seed " + seed);
  }

  @Test
  void refusalsAreInWords() throws Exception {
    Set<String> words = new HashSet<>();
    for (int code = 1; code <= 6; code++) {
      int result = code;
      Outcome outcome = mapped(question -> List.of(Answers.natPmpRefusal(question, result)));
      String reason = assertInstanceOf(Outcome.Refused.class, outcome).reason();
      assertTrue(reason.endsWith("(NAT-PMP " + code + ")"), reason);
      words.add(reason);
    }
    assertEquals(6, words.size());
  }

  @Test
  void aRouterWithoutAnAddressHasNone() throws Exception {
    try (ScriptedRouter router =
        new ScriptedRouter(question -> List.of(Answers.natPmpRefusal(question, 3)))) {
      assertEquals(Optional.empty(), natPmp(router).externalAddress());
    }
  }

  @Test
  void aRouterThatHasGoneTellsNothing() throws Exception {
    ScriptedRouter router = new ScriptedRouter(question -> List.of(Answers.natPmp(question, 0)));
    RouterProtocol natPmp = natPmp(router);
    assertEquals(IpAddress.parse(Answers.WAN), natPmp.externalAddress());
    router.close();
    assertEquals(Optional.empty(), NatPmp.seek(GATEWAY, router.port()));
    assertThrows(FirewallException.class, natPmp::externalAddress);
    assertInstanceOf(Outcome.Untold.class, natPmp.unmap(natPmp.draft(HTTPS)));
  }

  @Test
  void isOfIpv4Alone() throws Exception {
    IpAddress here = IpAddress.parse("::1").orElseThrow();
    assertEquals(Optional.empty(), NatPmp.seek(new Gateway(here, "lo", here)));
  }

  @Test
  void leasesOfMoreThanCanBeSaidAreCut() {
    byte[] question =
        NatPmpMessage.map(HTTPS.protocol(), 443, 443, Duration.ofSeconds(0x1_0000_0000L));
    assertEquals(-1, ByteBuffer.wrap(question).getInt(8));
  }
}
