package dev.durward.windows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file for {@code netsh -f}: one command a line, double quotes around words with blanks, with
 * contexts on lines of their own ({@code advfirewall}) as salt's scripts have them.
 */
final class ScriptFile {
  private static final List<List<String>> CONTEXTS =
      List.of(List.of("advfirewall"), List.of("firewall"), List.of("advfirewall", "firewall"));

  private ScriptFile() {}

  /** Its commands, each with the contexts in front. */
  static List<List<String>> read(Path file) {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UnknownToNetsh("a script that can't be read: " + e);
    }
    List<List<String>> commands = new ArrayList<>();
    List<String> context = new ArrayList<>();
    for (String line : text.replaceFirst("\r?\n$", "").split("\r?\n", -1)) {
      List<String> words = words(line);
      if (CONTEXTS.contains(words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList())) {
        context.addAll(words);
      } else {
        List<String> command = new ArrayList<>(context);
        command.addAll(words);
        commands.add(command);
      }
    }
    return commands;
  }

  static List<String> words(String line) {
    if (line.isBlank() || line.startsWith("#") || !line.chars().allMatch(c -> c >= 32 && c < 127)) {
      throw new UnknownToNetsh("a script's line that is empty, a comment, or not ASCII: " + line);
    }
    if (line.contains("\\\"")) {
      throw new UnknownToNetsh("a backslash before a quote in a script: " + line);
    }
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (c == ' ' && !quoted) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (quoted) {
      throw new UnknownToNetsh("a quote without its end in a script: " + line);
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
