package dev.durward.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One run of {@code verify} on the host of a lab.
 *
 * @param run with what it printed, JSON
 */
record Verified(Run run) {
  static Verified on(Lab lab, Path runtime, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("verify", "--output=json"));
    words.addAll(List.of(arguments));
    return new Verified(
        lab.host(
            () ->
                new Run.Setting()
                    .runner(new ProcessRunner())
                    .variant("-nft")
                    .runtime(runtime)
                    .run(words.toArray(String[]::new))));
  }

  JsonNode json() throws Exception {
    return new ObjectMapper().readTree(run.out());
  }

  /**
   * {@code RULE SUBJECT: OUTCOME VERDICT}, without where the probe came from, and with the host's
   * first address for each.
   */
  List<String> lines(Predicate<JsonNode> which) throws Exception {
    List<String> lines = new ArrayList<>();
    for (JsonNode result : json().get("results")) {
      if (which.test(result)) {
        String subject =
            result
                .get("subject")
                .asText()
                .replaceFirst(" from [0-9a-f.:]+", "")
                .replace("[fd77::2]", "[fd77::1]");
        lines.add(
            result.get("rule").asText()
                + " "
                + subject
                + ": "
                + result.get("outcome").asText()
                + " "
                + result.get("verdict").asText());
      }
    }
    return lines;
  }

  List<String> observed() throws Exception {
    List<String> words = new ArrayList<>();
    json().get("results").forEach(result -> words.add(result.get("observed").asText()));
    return words;
  }
}
