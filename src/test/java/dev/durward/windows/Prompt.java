package dev.durward.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A console in which a test types netsh commands. */
final class Prompt {
  private final MemoryRules rules = new MemoryRules();
  private final Settings settings;
  private final NetshModel netsh;

  Prompt(Settings settings) {
    this.settings = settings;
    this.netsh = new NetshModel(rules, settings);
  }

  static Prompt english() {
    return new Prompt(Settings.of(Language.ENGLISH));
  }

  /** The argument list of {@code add;name=Port 443 rule;dir=in}, a verb and its parameters. */
  static List<String> line(String verbAndParameters) {
    List<String> parts = List.of(verbAndParameters.split(";", -1));
    List<String> line = new ArrayList<>(List.of("advfirewall", "firewall", parts.get(0), "rule"));
    line.addAll(parts.subList(1, parts.size()));
    return line;
  }

  /** What the command says behind its exit code: {@code 0 Ok.}. */
  String type(String verbAndParameters) {
    return type(line(verbAndParameters));
  }

  String type(List<String> line) {
    Answer answer = netsh.run(line);
    return answer.exitCode() + " " + new String(answer.stdout(), settings.codePage()).strip();
  }

  MemoryRules rules() {
    return rules;
  }

  NetshModel netsh() {
    return netsh;
  }

  List<String> texts() {
    return List.copyOf(rules.values().values());
  }

  /** The text of the only rule. */
  String text() {
    Map<String, String> values = rules.values();
    if (values.size() != 1) {
      throw new AssertionError(values.size() + " rules: " + values);
    }
    return texts().get(0);
  }
}
