package dev.durward.router.pcp;

import static dev.durward.router.pcp.PcpAsking.mapped;
import static dev.durward.router.pcp.PcpAsking.pcp;
import static dev.durward.router.pcp.ScriptedRouter.GATEWAY;
import static dev.durward.router.pcp.ScriptedRouter.HTTPS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.router.Grant;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routers that are silent, slow or gone, and datagrams that are no answers. */
class PcpNoiseTest {
  private static byte[] changed(byte[] answer, int at) {
    byte[] other = answer.clone();
    other[at] ^= 0x10;
    return other;
  }

  /** Each of these comes before the answer, which must be the one that counts. */
  @Test
  void passesOverWhatIsNoAnswer() throws Exception {
    Outcome outcome =
        mapped(
            question -> {
              byte[] answer = Answers.done(question);
              List<byte[]> sent = new ArrayList<>();
              for (int length = 0; length < answer.length; length++) {
                sent.add(Arrays.copyOf(answer, length));
              }
              sent.add(Arrays.copyOf(answer, Questions.MOST_BYTES + 4));
              // version, opcode, nonce at both ends, protocol, internal port
              for (int at : new int[] {0, 1, 24, 35, 36, 41}) {
                byte[] wrong = changed(answer, at);
                wrong[3] = 2; // a refusal that would be believed
                sent.add(wrong);
              }
              sent.add(question);
              sent.add(answer);
              return sent;
            });
    assertInstanceOf(Outcome.Mapped.class, outcome);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void survivesNoise(long seed) throws Exception {
    Random random = new Random(seed);
    Outcome outcome =
        mapped(
            question -> {
              List<byte[]> sent = new ArrayList<>();
              for (int i = 0; i < 40; i++) {
                byte[] noise = new byte[random.nextInt(1_400)];
                random.nextBytes(noise);
                sent.add(noise);
              }
              for (int i = 0; i < 40; i++) {
                byte[] nearly = Answers.done(question);
                nearly[3] = 2; // a refusal that would be believed
                nearly[24 + random.nextInt(12)] ^= (byte) (1 << random.nextInt(8));
                sent.add(nearly);
              }
              sent.add(Answers.done(question));
              return sent;
            });
    assertInstanceOf(Outcome.Mapped.class, outcome, "seed " + seed);
  }

  @Test
  void answersOfOthersDoNotCount() throws Exception {
    List<byte[]> asked = new CopyOnWriteArrayList<>();
    try (ScriptedRouter router =
            new ScriptedRouter(
                question -> {
                  asked.add(question);
                  boolean isAnswered = question[1] == 0;
                  return isAnswered ? List.of(Answers.done(question)) : List.of();
                });
        ScriptedRouter stranger = new ScriptedRouter(question -> List.of())) {
      RouterProtocol pcp = pcp(router);
      router.askers.clear();
      Grant grant = pcp.draft(HTTPS);
      Thread lies =
          new Thread(
              () -> {
                try {
                  SocketAddress asker = router.askers.take();
                  stranger.send(Answers.done(asked.get(1)), asker);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      lies.start();
      assertEquals(Silence.OUTCOME, pcp.map(grant));
      lies.join();
      // Silence has an end: it was asked four times at the most, after the ANNOUNCE.
      assertTrue(asked.size() <= 1 + 4, "asked " + asked.size() + " times");
    }
  }

  @Test
  void asksAgain() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    Outcome outcome =
        mapped(
            question -> {
              asked.add(question);
              return asked.size() < 3 ? List.of() : List.of(Answers.done(question));
            });
    assertInstanceOf(Outcome.Mapped.class, outcome);
    assertArrayEquals(asked.get(0), asked.get(2));
  }

  @Test
  void nobodyThereIsKnownAtOnce() throws Exception {
    ScriptedRouter router = new ScriptedRouter(question -> List.of(Answers.done(question)));
    RouterProtocol pcp = pcp(router);
    router.close();
    assertEquals(Optional.empty(), Pcp.seek(GATEWAY, router.port()));
    Outcome gone = pcp.map(pcp.draft(HTTPS));
    assertTrue(gone.toString().contains("nobody listens"), gone::toString);
    assertEquals(gone, pcp.unmap(pcp.draft(HTTPS)));
  }

  @Test
  void anInterruptEndsTheQuestion() throws Exception {
    whileSilent(
        router -> {
          try {
            Pcp.seek(GATEWAY, router.port());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void whileSilent(Consumer<ScriptedRouter> question) throws Exception {
    try (ScriptedRouter router = new ScriptedRouter(nothing -> List.of())) {
      boolean[] interrupted = {false};
      Thread asker =
          new Thread(
              () -> {
                question.accept(router);
                interrupted[0] = Thread.currentThread().isInterrupted();
              });
      asker.start();
      router.questions.take();
      asker.interrupt();
      asker.join();
      assertTrue(interrupted[0]);
      assertTrue(router.questions.size() < 3, "it was asked on");
    }
  }
}
