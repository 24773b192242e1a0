package dev.durward.probe.ssh;

import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** UDP probes by the far side's bash and its {@code /dev/udp} (bash(1), "Redirection"). */
final class FarUdp {
  private static final int WAVE = 32;
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final String TOOLS =
      "command -v bash >/dev/null && command -v timeout >/dev/null"
          + " && bash -c 'exec 3<>/dev/udp/127.0.0.1/9' 2>/dev/null && echo yes";

  /** What dd says in any case: {@code 0+0 records in 0+0 records out 0 bytes copied …}. */
  private static final Pattern COUNTS = Pattern.compile(" *\\d+\\+\\d+ records in.*");

  /** Code, seconds and words. */
  private static final Pattern ANSWER = Pattern.compile("(\\d{1,3}) (\\d{1,6}) ?(.*)");

  private static final int ANSWERED = 0;
  private static final int SILENT = 7;
  private static final int ERROR = 8;

  /**
   * A function for each probe, all at once. dd takes one datagram, an empty one too; 124 is what
   * timeout(1) ends with when the time is over. Each prints its number, code, whole seconds and
   * words.
   */
  private static final String SCRIPT =
      """
      t=$1; n=$2; shift 2
      one() {
        b=$SECONDS
        r=$( {
          exec 3<>"/dev/udp/$2/$3" || exit 6
          i=0
          while [ $i -lt $n ]; do
            printf "$4" >&3 || exit 8
            timeout $t dd bs=4096 count=1 of=/dev/null <&3; s=$?
            [ $s -ne 0 ] || exit 0
            [ $s -eq 124 ] || exit 8
            i=$((i+1))
          done
          exit 7
        } 2>&1 )
        s=$?
        echo "$1" $s $((SECONDS-b)) $r
      }
      while [ $# -gt 0 ]; do one "$1" "$2" "$3" "$4" & shift 4; done
      wait
      """;

  private final FarShell shell;

  FarUdp(FarShell shell) {
    this.shell = shell;
  }

  /** What each probe saw, in their order. */
  List<Observation> observe(List<Probe> probes, Patience patience) throws InterruptedException {
    List<Observation> seen = new ArrayList<>();
    for (int from = 0; from < probes.size(); from += WAVE) {
      List<Probe> wave = probes.subList(from, Math.min(from + WAVE, probes.size()));
      seen.addAll(wave(wave, patience));
    }
    return seen;
  }

  private List<Observation> wave(List<Probe> probes, Patience patience)
      throws InterruptedException {
    String lost = "the far side did not answer: ";
    try {
      if (!shell.ask(TOOLS, GRACE).equals(List.of("yes"))) {
        return all(probes, "the far side has no bash with /dev/udp, or no timeout command");
      }
      return send(probes, patience);
    } catch (IOException e) {
      return all(probes, lost + e.getMessage());
    }
  }

  private static List<Observation> all(List<Probe> probes, String reason) {
    return probes.stream().map(probe -> Observation.untested(reason)).toList();
  }

  private List<Observation> send(List<Probe> probes, Patience patience)
      throws IOException, InterruptedException {
    long seconds = Math.max(1, patience.timeout().plusMillis(999).toSeconds());
    StringBuilder command = new StringBuilder("bash -c '").append(SCRIPT).append("' durward ");
    command.append(seconds).append(' ').append(patience.udpAttempts());
    for (int i = 0; i < probes.size(); i++) {
      command.append(' ').append(i).append(' ').append(probes.get(i).target().address());
      command.append(' ').append(probes.get(i).target().port());
      command.append(" '").append(escaped(probes.get(i).datagram())).append("'");
    }
    command.append(" </dev/null");
    Duration limit = Duration.ofSeconds(seconds * patience.udpAttempts()).plus(GRACE);
    List<String> lines = shell.ask(command.toString(), limit);
    Map<String, String> answers = new HashMap<>();
    lines.forEach(
        line -> {
          String[] words = line.split(" ", 2);
          answers.put(words[0], words.length < 2 ? "" : words[1]);
        });
    List<Observation> seen = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      String answer = answers.getOrDefault(String.valueOf(i), "");
      seen.add(read(probes.get(i), answer, patience.udpAttempts()));
    }
    return seen;
  }

  /** As a shell's printf takes bytes. (bash would send apart what stands behind a line end.) */
  private static String escaped(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      text.append(String.format(Locale.ROOT, "\\%03o", each & 0xff));
    }
    return text.toString();
  }

  private static Observation read(Probe probe, String answer, int attempts) {
    Matcher parts = ANSWER.matcher(answer);
    if (!parts.matches()) {
      return Observation.untested("the far side did not say what became of it: " + answer);
    }
    Duration elapsed = Duration.ofSeconds(Integer.parseInt(parts.group(2)));
    String said = COUNTS.matcher(parts.group(3)).replaceFirst("");
    return switch (Integer.parseInt(parts.group(1))) {
      case ANSWERED -> new Observation(Outcome.ANSWERED, "an answer came", elapsed, attempts);
      case SILENT -> new Observation(Outcome.NO_ANSWER, "no answer", elapsed, attempts);
      case ERROR -> FarWords.of(said, probe.family(), elapsed, attempts);
      default -> Observation.untested("the far side could not send: " + said);
    };
  }
}
