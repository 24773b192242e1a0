package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import dev.durward.rulefile.RuleFileWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Holds an imported rule against what a file and its platform can say, by asking both. */
public final class ImportCheck {
  /** What a platform has to say of rules, as {@link FirewallBackend#check} has it. */
  @FunctionalInterface
  public interface PlatformCheck {
    List<Diagnostic> check(RuleSet rules, SourceMap sources);
  }

  private final String policy;
  private final PlatformCheck platform;

  public ImportCheck(String policy, PlatformCheck platform) {
    this.policy = policy;
    this.platform = platform;
  }

  /** Why the rule can't stand in a file so, or on the platform it is from; empty if it can. */
  public Optional<String> refusal(Rule rule) {
    RuleSet alone = new RuleSet(policy, List.of(rule));
    byte[] text = RuleFileWriter.write(alone).getBytes(StandardCharsets.UTF_8);
    RuleFile file = RuleFileParser.parse(policy, text);
    if (!(file instanceof RuleFile.Usable usable)) {
      return first(file.diagnostics());
    }
    if (!usable.rules().equals(alone)) {
      return Optional.of("a rule file can't say it to the last detail");
    }
    return first(platform.check(alone, usable.sources()));
  }

  private static Optional<String> first(List<Diagnostic> findings) {
    return findings.stream().filter(Diagnostic::isError).map(Diagnostic::message).findFirst();
  }
}
