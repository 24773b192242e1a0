package dev.durward.rulefile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rule files with something wrong in them, one topic a file under {@code rulefile/bad}.
 *
 * <p>A case begins with {@code === its name}. A name may end in {@code #kind}: then a schema can't
 * know what is wrong, and the kind says why: {@code syntax} (or encoding, or what YAML has and rule
 * files have not), {@code duplicate}, {@code text} (YAML sees another value in it), {@code
 * cross-key}, {@code reference}, {@code meaning}. A line like {@code @rule} says what stands around
 * the cases below it.
 */
public final class BadRuleFiles {
  static final Path FOLDER = Path.of("src/test/resources/rulefile/bad");

  private static final String HEAD = "version: 1\npolicy: web\nrules:\n";

  private BadRuleFiles() {}

  /**
   * A rule file that is not usable.
   *
   * @param topic the name of the file that it stands in
   * @param name unique within its topic
   * @param beyondSchema why a schema can't know that it is wrong, if it can't
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record BadRuleFile(
      String topic, String name, Optional<String> beyondSchema, byte[] bytes) {
    @Override
    public String toString() {
      return topic + ": " + name;
    }
  }

  /** All of them. */
  public static Stream<BadRuleFile> all() {
    return topics().stream().flatMap(topic -> of(topic).stream());
  }

  static List<String> topics() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".cases"))
          .map(name -> name.substring(0, name.length() - ".cases".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is printed about each case of a topic, by its name. */
  static Map<String, String> expected(String topic) {
    Map<String, String> expected = new LinkedHashMap<>();
    String name = "";
    StringBuilder text = new StringBuilder();
    for (String line : lines(FOLDER.resolve(topic + ".txt"))) {
      if (line.startsWith("=== ")) {
        expected.put(name, text.toString());
        name = line.substring(4);
        text.setLength(0);
      } else {
        text.append(line).append('\n');
      }
    }
    expected.put(name, text.toString());
    expected.remove("");
    return expected;
  }

  private static List<BadRuleFile> of(String topic) {
    List<BadRuleFile> cases = new ArrayList<>();
    String around = "@file";
    String title = "";
    List<String> body = new ArrayList<>();
    List<String> lines = new ArrayList<>(lines(FOLDER.resolve(topic + ".cases")));
    lines.add("=== ");
    for (String line : lines) {
      boolean begins = line.startsWith("=== ");
      boolean switches = line.startsWith("@") && !line.contains(" ");
      if (!begins && !switches) {
        body.add(line);
        continue;
      }
      if (!title.isEmpty()) {
        cases.add(of(topic, title, around, body));
      }
      title = begins ? line.substring(4) : "";
      around = switches ? line : around;
      body.clear();
    }
    return cases;
  }

  private static BadRuleFile of(String topic, String title, String around, List<String> body) {
    int kind = title.indexOf(" #");
    return new BadRuleFile(
        topic,
        kind < 0 ? title : title.substring(0, kind),
        kind < 0 ? Optional.empty() : Optional.of(title.substring(kind + 2)),
        around.equals("@bytes")
            ? unescaped(String.join("", body))
            : text(around, body).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String around, List<String> body) {
    String indentation =
        switch (around) {
          case "@bare", "@rule" -> "    ";
          case "@rules" -> "  ";
          default -> "";
        };
    StringBuilder text =
        new StringBuilder(
            switch (around) {
              case "@bare" -> HEAD + "  - name: web\n";
              case "@rule" -> HEAD + "  - name: web\n    ports: 443\n";
              case "@rules" -> HEAD;
              default -> "";
            });
    body.forEach(line -> text.append(indentation).append(line).append('\n'));
    return text.toString();
  }

  /** The bytes of a text in ASCII with {@code \xHH}, {@code \n}, {@code \r} and {@code \t}. */
  private static byte[] unescaped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        bytes.write(text.charAt(i));
        continue;
      }
      switch (text.charAt(++i)) {
        case 'n' -> bytes.write('\n');
        case 'r' -> bytes.write('\r');
        case 't' -> bytes.write('\t');
        default -> {
          bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
          i += 2;
        }
      }
    }
    return bytes.toByteArray();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
