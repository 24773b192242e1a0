package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Rule;
import dev.durward.model.WindowsOptions;
import java.util.ArrayList;
import java.util.List;

/** What a rule's {@code windows:} block says that Linux has no words for. */
public final class WindowsWords {
  private final Rule rule;
  private final SourceMap sources;
  private final String program;
  private final List<Diagnostic> found = new ArrayList<>();

  private WindowsWords(Rule rule, SourceMap sources, String program) {
    this.rule = rule;
    this.sources = sources;
    this.program = program;
  }

  /**
   * An error for what narrows the rule, and a note for what has no counterpart.
   *
   * @param program what keeps the rules
   */
  public static List<Diagnostic> onLinux(Rule rule, SourceMap sources, String program) {
    WindowsWords words = new WindowsWords(rule, sources, program);
    words.check(rule.windows());
    return words.found;
  }

  private void check(WindowsOptions windows) {
    if (windows.program().isPresent()) {
      inexpressible("windows.program", "program");
    }
    if (windows.service().isPresent()) {
      inexpressible("windows.service", "service");
    }
    if (!windows.remote().isEmpty()) {
      inexpressible("windows.remote", "keyword for addresses");
    }
    if (!windows.icmpTypes().isEmpty()) {
      inexpressible("windows.icmp-types", "list of ICMP types");
    }
    if (!windows.profiles().equals(WindowsOptions.NONE.profiles())) {
      withoutEffect("windows.profiles", "profiles");
    }
    if (!windows.interfaceTypes().isEmpty()) {
      withoutEffect("windows.interface-type", "interface-type");
    }
    if (windows.edge() != WindowsOptions.Edge.NO) {
      withoutEffect("windows.edge", "edge");
    }
  }

  private void inexpressible(String key, String word) {
    found.add(
        Diagnostic.error(
            sources.of(rule.name(), key),
            program
                + " can't hold a rule to a Windows "
                + word
                + ", and without it the rule would"
                + " be wider than written",
            "add `platforms: [windows]` to the rule, and another one for Linux"));
  }

  private void withoutEffect(String key, String word) {
    found.add(
        Diagnostic.note(sources.of(rule.name(), key), "`" + word + "` has no effect on Linux"));
  }
}
