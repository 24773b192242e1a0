package dev.durward.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import dev.durward.rulefile.BadRuleFiles.BadRuleFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds, it is read or refused in no time, and never ends in an exception. */
class LimitsTest {
  /** What must take less than one second, on a machine that is busy with other things. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private static final String HEAD = "version: 1\npolicy: big\n";
  private static final int ALMOST_ALL = RuleFileParser.MAX_BYTES - 1000;

  private static RuleFile parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return assertTimeoutPreemptively(SOON, () -> RuleFileParser.parse("big.yaml", bytes));
  }

  private static String repeat(String text, int length) {
    return text.repeat(length / text.length());
  }

  @Test
  void tenThousandRulesAreFine() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("groups:\n  office: [203.0.113.0/24, '2001:db8:10::/48']\nrules:\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("  - name: rule number ").append(i).append('\n');
      text.append("    description: the service of team ").append(i % 100).append('\n');
      text.append("    ports: [").append(1 + i % 60_000).append(", 60001-60010, https]\n");
      text.append("    remote: [office, 198.51.100.").append(i % 256).append("]\n");
      text.append("    windows: {profiles: [domain, private]}\n");
    }
    RuleFile.Usable file = assertInstanceOf(RuleFile.Usable.class, parse(text.toString()));
    assertEquals(10_000, file.rules().rules().size());
    assertEquals(6 + 9_999 * 5, file.sources().of("rule number 9999", "name").line());
  }

  /** A file that somebody made to do harm. */
  record Hostile(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hostile> hostile() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("one long scalar", HEAD + "rules: [{name: " + repeat("a", ALMOST_ALL) + "}]");
    texts.put("one long key", repeat("a", ALMOST_ALL) + ": 1");
    texts.put("one long quoted text", HEAD + "x: '" + repeat("a'' ", ALMOST_ALL) + "'");
    texts.put("one long comment", "#" + repeat("a", ALMOST_ALL));
    texts.put("open brackets", repeat("[", ALMOST_ALL));
    texts.put("open braces", repeat("{a: ", ALMOST_ALL));
    texts.put("list items in list items", repeat("- ", ALMOST_ALL));
    texts.put("question marks", repeat("? ", ALMOST_ALL));
    texts.put("quotes", repeat("'", ALMOST_ALL));
    texts.put("empty lines", repeat("\n", ALMOST_ALL));
    texts.put("tabs", repeat("\t", ALMOST_ALL));
    texts.put("control characters", repeat("\u0001", ALMOST_ALL));
    texts.put("millions of values", HEAD + "x:\n" + repeat("- 0\n", ALMOST_ALL));
    texts.put("aliases", HEAD + "rules: &a [" + repeat("*a,\n", ALMOST_ALL) + "]");
    texts.put("anchors", HEAD + "rules: [" + repeat("&a 1,\n", ALMOST_ALL) + "]");
    texts.put("documents", repeat("--- a\n", ALMOST_ALL));
    texts.put("unknown keys", HEAD + numbered("k%: 1\n", 400_000));
    texts.put("the same key", repeat("version: 1\n", ALMOST_ALL));
    texts.put("bad rules", HEAD + "rules:\n" + repeat("  - {}\n", ALMOST_ALL));
    texts.put(
        "bad default ports",
        HEAD
            + "defaults: {ports: ["
            + repeat("0,\n", ALMOST_ALL / 2)
            + "]}\nrules:\n"
            + numbered("  - {name: r%}\n", 100_000));
    String group = numbered("10.1.%.1,\n", 200);
    texts.put(
        "a big group everywhere",
        HEAD
            + "groups: {g: ["
            + repeat(group, ALMOST_ALL / 8)
            + "]}\nrules:\n"
            + numbered("  - {name: r%, ports: 1, remote: [g, 192.0.2.1]}\n", 20_000));
    texts.put(
        "misspelt groups",
        HEAD
            + "groups:\n"
            + numbered("  group%: 192.0.2.1\n", 100_000)
            + "rules:\n"
            + numbered("  - {name: r%, ports: 1, remote: grup%}\n", 60_000));
    texts.put(
        "characters of two units in one line",
        HEAD + "rules: [" + repeat("\uD83D\uDD12,", 30_000) + "]");
    return texts.entrySet().stream().map(text -> new Hostile(text.getKey(), text.getValue()));
  }

  private static String numbered(String pattern, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(pattern.replace("%", Integer.toString(i)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void refusesHostileFilesSoon(Hostile hostile) {
    RuleFile file = parse(hostile.text());
    assertInstanceOf(RuleFile.Unusable.class, file);
    assertFalse(file.diagnostics().size() > Findings.SHOWN + 1);
  }

  /** A stream without an end is left after the limit. */
  @Test
  void neverReadsOn() throws IOException {
    InputStream endless =
        new InputStream() {
          private long read;

          @Override
          public int read() {
            return read++ > 2 * RuleFileParser.MAX_BYTES ? fail("reads on") : 'a';
          }

          @Override
          public int read(byte[] bytes, int start, int length) {
            Arrays.fill(bytes, start, start + length, (byte) read());
            read += length;
            return length;
          }
        };
    assertInstanceOf(RuleFile.Unusable.class, RuleFileParser.read("-", endless));
    RuleFile empty = RuleFileParser.read("-", new ByteArrayInputStream(new byte[0]));
    assertInstanceOf(RuleFile.Unusable.class, empty);
  }

  /** Files that are changed at random end in rules or in diagnostics, and nothing else. */
  @Test
  void survivesRandomChanges() throws IOException {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("LimitsTest: -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    List<byte[]> seeds = new ArrayList<>(BadRuleFiles.all().map(BadRuleFile::bytes).toList());
    for (String name : List.of("example.yaml", "web.yaml", "https-alt-office.yaml")) {
      seeds.add(Files.readAllBytes(Path.of("config", name)));
    }
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    int files = 0;
    while (System.nanoTime() < end) {
      byte[] bytes = mutate(seeds.get(random.nextInt(seeds.size())), random);
      files++;
      try {
        RuleFile file = RuleFileParser.parse("fuzz.yaml", bytes);
        if (file instanceof RuleFile.Usable usable) {
          usable.rules().rules().forEach(rule -> usable.sources().of(rule.name(), "ports"));
        }
      } catch (RuntimeException | StackOverflowError e) {
        fail(
            "seed " + seed + ", file " + files + ":\n" + new String(bytes, StandardCharsets.UTF_8),
            e);
      }
    }
    System.out.println("LimitsTest: " + files + " files");
  }

  private static byte[] mutate(byte[] original, Random random) {
    String alphabet =
        "\n\r\t :-,[]{}&*!|>'\"%@`#?~<0129azAZ./+_\\\u0000\u0085\u00ff\ufeff\u2028é🔒";
    StringBuilder text = new StringBuilder(new String(original, StandardCharsets.UTF_8));
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
        case 2 ->
            text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(30))));
        default -> text.insert(at, text.substring(0, Math.min(at, random.nextInt(20))));
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(5) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
