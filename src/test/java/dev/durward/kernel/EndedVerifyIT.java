package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.model.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verification that is ended: by a signal that it may heed, and by one that it can't. */
class EndedVerifyIT {
  private static final long SEED = 20_261_124;
  private static final int KILLS = 24;

  /** From before the start of Java to after the end of the quickest run. */
  private static final int LONGEST_MILLIS = 2_500;

  private static final String LINK = "dwv";
  private static final String RULES =
      """
      version: 1
      policy: ended
      rules:
        - {name: open, ports: 81, local: [%1$s, '%2$s']}
        - {name: shut, ports: 82-90, local: [%1$s, '%2$s'], action: block}
      """
          .formatted(Lab.hostAddress(Family.IPV4, 0, 0), Lab.hostAddress(Family.IPV6, 0, 0));

  @TempDir private Path folder;

  private Program verify(Lab lab, int seconds) throws Exception {
    Path file = Files.writeString(folder.resolve("rules.yaml"), RULES);
    return Program.start(
        lab, folder, "verify", "--output=json", "--timeout=" + seconds, file.toString());
  }

  private static final List<String> COMMANDS =
      List.of(
          "/sbin/ip -o link show",
          "/sbin/ip -o addr show",
          "/sbin/ip route show table all",
          "/sbin/ip -6 route show table all",
          "/sbin/ip rule show",
          "/sbin/tc qdisc show",
          "/bin/ls -1 /proc/sys/net/ipv4/conf");

  /** All of the host that a vantage has a part in; link-local addresses come by themselves. */
  private static List<String> state(Lab lab) throws IOException, InterruptedException {
    List<String> state = new ArrayList<>();
    for (String command : COMMANDS) {
      lab.onHost(command.split(" ")).lines().filter(l -> !l.contains("fe80:")).forEach(state::add);
    }
    return state;
  }

  private static boolean stands(Lab lab) throws IOException, InterruptedException {
    return lab.onHost("/sbin/ip", "-o", "link", "show").contains(LINK);
  }

  /** The kernel takes its time to take a namespace away. */
  private static void assertNothingLeft(Lab lab, List<String> before) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!state(lab).equals(before) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(before, state(lab));
  }

  private static void send(String signal, Process process) throws Exception {
    String number = String.valueOf(process.pid());
    assertEquals(0, new ProcessBuilder("/bin/kill", "-" + signal, number).start().waitFor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP", "INT"})
  @Timeout(120)
  void saysWhatItSawWhenItIsInterrupted(String signal) throws Exception {
    try (Lab lab = Lab.create("nft")) {
      new Doorward(lab).apply(RULES);
      List<String> before = state(lab);
      Program program = verify(lab, 99);
      Process process = program.process();
      while (!stands(lab) && process.isAlive()) {
        Thread.onSpinWait();
      }
      send(signal, process);
      JsonNode report = new ObjectMapper().readTree(process.getInputStream().readAllBytes());
      assertEquals(3, process.waitFor(), Files.readString(Program.errors(folder)));
      assertNothingLeft(lab, before);
      assertTrue(report.get("incomplete").asBoolean());
      assertEquals(0, report.get("failed").asInt());
      for (JsonNode result : report.get("results")) {
        if (result.get("rule").asText().equals("shut")) {
          assertEquals("untested", result.get("verdict").asText());
          assertEquals("interrupted", result.get("reason").asText());
        }
      }
    }
  }

  /**
   * What is left, for a moment, is an end of a cable, and routes to addresses that are nobody's.
   */
  @Test
  @Timeout(300)
  void harmsNothingWhenItIsKilled() throws Exception {
    Random random = new Random(SEED);
    int inMidProbe = 0;
    try (Lab lab = Lab.create("nft")) {
      new Doorward(lab).apply(RULES);
      List<String> before = state(lab);
      try (Conversation conversation =
          Conversation.open(
              lab::neighbour,
              Conversation.at(Lab.neighbourAddress(Family.IPV4, 0, 0), 0),
              lab::host,
              Conversation.at(Lab.hostAddress(Family.IPV4, 0, 0), 7_000))) {
        for (int i = 0; i < KILLS; i++) {
          String which = "kill " + i + " of seed " + SEED;
          Process process = verify(lab, 2).process();
          process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
          inMidProbe += stands(lab) ? 1 : 0;
          process.destroyForcibly();
          assertTrue(conversation.flows(), which);
          process.waitFor();
          assertNothingLeft(lab, before);
        }
        assertEquals(0, verify(lab, 1).process().waitFor(), "the next run is as any");
        assertNothingLeft(lab, before);
      }
    }
    assertTrue(inMidProbe > 0, "none was killed in mid-probe");
  }
}
