package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.durward.model.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} predicts from the rules, whoever wrote them, beside what it sees. */
class PredictionIT {
  private static final String RULES =
      """
      version: 1
      policy: web
      rules:
        - {name: free, ports: 443}
        - {name: crossed, ports: 444}
        - {name: native, ports: 445}
        - {name: refused, ports: 446, action: reject, platforms: linux}
        - {name: blocked, ports: 450, action: block}
        - {name: by its own interface, ports: 451}
        - {name: unanswered, ports: 452}
      """;

  @TempDir private Path folder;

  @Test
  void whatRulesOfAnybodySayIsPredictedAndWhatElseDecidesContradictsIt() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      lab.listen(443, 444, 445, 446, 450, 451, 452);
      new Doorward(lab).apply(RULES);
      for (Family family : Family.values()) {
        String program = lab.program(family);
        lab.onHost(program, "-I", "INPUT", "-p", "tcp", "--dport", "444", "-j", "DROP");
        lab.onHost(
            program, "-I", "INPUT", "-i", "nowhere0", "-p", "tcp", "--dport", "451", "-j", "DROP");
      }
      // What becomes of answers is not what the packets are asked about.
      lab.onHost(
          "/usr/sbin/nft",
          "table inet other {"
              + " chain in { type filter hook input priority 0; tcp dport 445 drop; };"
              + " chain out { type filter hook output priority 0; tcp sport 452 drop; }; }");
      Path file = Files.writeString(folder.resolve("rules.yaml"), RULES);
      Map<String, String> seen = new TreeMap<>();
      for (JsonNode result : Verified.on(lab, folder, file.toString()).json().get("results")) {
        String words =
            result.get("predicted").asText()
                + " "
                + result.get("outcome").asText()
                + " "
                + result.get("verdict").asText();
        seen.merge(result.get("rule").asText(), words, (one, other) -> one + ", " + other);
      }
      assertEquals(
          Map.of(
              "free", twice("open open pass"),
              "crossed", twice("shut filtered fail"),
              "native", twice("shut filtered fail"),
              "refused", twice("refused refused pass"),
              "blocked", twice("shut filtered pass"),
              "by its own interface", twice("open open pass"),
              "unanswered", twice("open filtered fail")),
          seen);
    }
  }

  /** A set in iptables' own table, which iptables shows wider than it is: nothing is said of it. */
  @Test
  void rulesThatCannotBeReadAreNoReasonNotToProbe() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      lab.listen(443);
      lab.load(Family.IPV4, "-A INPUT -p tcp -m tcp --dport 444 -j DROP");
      lab.onHost("/usr/sbin/nft", "add rule ip filter INPUT tcp dport { 445, 446 } drop");
      String rules = "version: 1\npolicy: web\nrules:\n  - {name: free, ports: 443}\n";
      Path file = Files.writeString(folder.resolve("free.yaml"), rules);
      Verified verified = Verified.on(lab, folder, file.toString());
      assertEquals(0, verified.run().code(), verified.run().err());
      for (JsonNode result : verified.json().get("results")) {
        assertEquals(
            "open pass", result.get("outcome").asText() + " " + result.get("verdict").asText());
        assertEquals("", result.get("predicted").asText());
      }
    }
  }

  private static String twice(String words) {
    return words + ", " + words;
  }
}
