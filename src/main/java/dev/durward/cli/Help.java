package dev.durward.cli;

import dev.durward.cli.terminal.Arguments.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The help texts, one resource a command. */
final class Help {
  private Help() {}

  /** All commands in a line each. */
  static String overview() {
    String text = read("durward");
    if (text == null) {
      throw new IllegalStateException("the overview is part of the jar");
    }
    return text;
  }

  /** One command with its options. */
  static String of(String command) throws UsageException {
    String text = command.matches("[a-z]+") ? read(command) : null;
    if (text == null) {
      throw new UsageException("no such command: " + command);
    }
    return text;
  }

  private static @Nullable String read(String name) {
    try (InputStream text = Help.class.getResourceAsStream("help/" + name + ".txt")) {
      return text == null ? null : new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the help is part of the jar", e);
    }
  }
}
