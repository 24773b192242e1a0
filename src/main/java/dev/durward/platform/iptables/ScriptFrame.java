package dev.durward.platform.iptables;

import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.state.Manager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** What scripts for a POSIX shell and awk have in common: how they bring a family to what it is. */
final class ScriptFrame {
  private ScriptFrame() {}

  /** A part of scripts that is the same in each. */
  static String part(String name) {
    try (InputStream part = ScriptFrame.class.getResourceAsStream(name)) {
      if (part == null) {
        throw new IllegalStateException(name + " is part of the jar");
      }
      return new String(part.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of the jar", e);
    }
  }

  /** What {@code changes.sh} reads first of all: jumps, heads, policies, chains of programs. */
  static Stream<String> lines(Stream<String> policies) {
    Stream<String> jumps =
        Arrays.stream(OwnChain.values()).map(own -> "-A " + own.hook() + " " + own.jump());
    Stream<String> wipers =
        Arrays.stream(Manager.values())
            .filter(Manager::wipesOthers)
            .flatMap(manager -> manager.chains().stream());
    return Stream.of(
            jumps, Stream.of("", OwnChain.REPLIES_PASS, ""), policies, Stream.of(""), wipers)
        .flatMap(part -> part);
  }

  /** A function that prints lines through a filter. */
  static String function(String name, String filter, Stream<String> lines) {
    StringBuilder text = new StringBuilder(name).append("() {\n  ");
    text.append(filter).append(" <<'DURWARD'\n");
    lines.forEach(line -> text.append(line).append('\n'));
    return text.append("DURWARD\n}\n\n").toString();
  }
}
