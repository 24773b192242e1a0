package dev.durward.cli.policy;

import dev.durward.cli.policy.Policies.Policy;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Expectation.Tls;
import dev.durward.model.Rule;
import dev.durward.probe.tls.certificate.TrustFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of trusted certificates that rules name, before anything is probed. */
public final class TrustFiles {
  private static final String KEY = "verify.tls.ca";

  private TrustFiles() {}

  /** A warning for each that can't be read: of that rule's chains nothing will be known. */
  public static List<Diagnostic> check(Policies policies) {
    List<Diagnostic> findings = new ArrayList<>();
    for (Policy policy : policies.files()) {
      for (Rule rule : policy.rules().rules()) {
        Optional<Path> file = rule.expectation().tls().flatMap(Tls::ca);
        if (file.isPresent()) {
          trouble(file.get())
              .map(why -> warning(policy, rule, file.get(), why))
              .ifPresent(findings::add);
        }
      }
    }
    return findings;
  }

  private static Optional<String> trouble(Path file) {
    try {
      TrustFile.read(file);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Diagnostic warning(Policy policy, Rule rule, Path file, String why) {
    return new Diagnostic(
        Severity.WARNING,
        Optional.of(policy.sources().of(rule.name(), KEY)),
        "the trusted certificates in " + file + " can't be read: " + why,
        Optional.of("look at the path, which begins at this file's folder"));
  }
}
