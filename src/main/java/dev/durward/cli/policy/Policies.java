package dev.durward.cli.policy;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Place;
import dev.durward.diagnostic.Severity;
import dev.durward.diagnostic.SourceMap;
import dev.durward.journal.Cause.SourceFile;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallBackend;
import dev.durward.rulefile.RuleFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rule files that a command names, read.
 *
 * @param files those that are usable, in the order given
 * @param findings everything that is to be said about them
 */
public record Policies(List<Policy> files, List<Diagnostic> findings) {
  /**
   * One file.
   *
   * @param file its name as given
   */
  public record Policy(String file, RuleSet rules, SourceMap sources, RuleFile.Content content) {
    private SourceFile source() {
      return new SourceFile(
          Path.of(file).toAbsolutePath().normalize().toString(), content.sha256());
    }
  }

  public Policies {
    files = List.copyOf(files);
    findings = List.copyOf(findings);
  }

  /** That what the files ask of a router is left out: a note for each that asks for anything. */
  public List<Diagnostic> withoutRouter() {
    List<Diagnostic> notes = new ArrayList<>();
    for (Policy file : files) {
      file.rules().rules().stream()
          .filter(rule -> rule.forwarding().isPresent())
          .findFirst()
          .ifPresent(
              rule ->
                  notes.add(
                      Diagnostic.note(
                          file.sources().of(rule.name(), "router"),
                          "what `router` asks for is not in this: only a host before its router"
                              + " can ask")));
    }
    return notes;
  }

  /** Reads the files; two of one policy are an error, since each would remove the other's rules. */
  public static Policies read(List<String> names, RuleFiles ruleFiles) throws InterruptedException {
    List<Policy> files = new ArrayList<>();
    List<Diagnostic> findings = new ArrayList<>();
    Map<String, String> owners = new HashMap<>();
    for (String name : names) {
      RuleFile file = ruleFiles.read(name);
      findings.addAll(file.diagnostics());
      if (file instanceof RuleFile.Usable usable) {
        String policy = usable.rules().policy();
        String other = owners.put(policy, name);
        if (other != null) {
          findings.add(
              error(
                  name + " and " + other + " are both of policy " + policy,
                  "name them apart, or write their rules into one file"));
        }
        files.add(new Policy(name, usable.rules(), usable.sources(), usable.content()));
      }
    }
    return new Policies(files, findings);
  }

  private static Diagnostic error(String message, String proposal) {
    return new Diagnostic(Severity.ERROR, Optional.empty(), message, Optional.of(proposal));
  }

  /** The same, with what the platform has to say about the rules. */
  public Policies checkedBy(FirewallBackend backend) {
    List<Diagnostic> all = new ArrayList<>(findings);
    Set<String> said = new HashSet<>();
    for (Policy file : files) {
      for (Diagnostic finding : backend.check(file.rules(), file.sources())) {
        // What stands in `defaults` is found once for each rule that takes it from there.
        String place = finding.place().map(Place::position).orElse("");
        if (said.add(place + " " + finding.message())) {
          all.add(finding);
        }
      }
    }
    return new Policies(files, all);
  }

  /** The same, with an error for each file that others can write. */
  public Policies keptFrom(ForeignWriters writers) {
    List<Diagnostic> all = new ArrayList<>(findings);
    all.addAll(writers.check(files.stream().map(Policy::file).toList()));
    return new Policies(files, all);
  }

  /** Whether no finding is an error. */
  public boolean areUsable() {
    return findings.stream().noneMatch(Diagnostic::isError);
  }

  /** What they are, for the journal. */
  public List<SourceFile> sources() {
    return files.stream().map(Policy::source).toList();
  }

  /** The rules, a set for each file. */
  public List<RuleSet> ruleSets() {
    return files.stream().map(Policy::rules).toList();
  }

  /** What they come to on a platform and day. */
  public Desired desired(FirewallBackend backend, LocalDate day) {
    List<Realized> rules = new ArrayList<>();
    Set<String> policies = new HashSet<>();
    for (Policy file : files) {
      policies.add(file.rules().policy());
      rules.addAll(backend.realize(file.rules(), day));
    }
    return new Desired(policies, rules, "no longer in the file", this::place);
  }

  /** Where a rule says which ports it is about, or a file that all else is refused. */
  public Optional<Place> place(Mark mark) {
    for (Policy file : files) {
      if (file.rules().policy().equals(mark.policy())) {
        if (mark.rule().equals(RuleSet.INBOUND_BLOCK)) {
          return Optional.of(file.sources().of(mark.rule(), "inbound"));
        }
        for (Rule rule : file.rules().rules()) {
          if (Mark.of(mark.policy(), rule.name()).equals(mark)) {
            return Optional.of(file.sources().of(rule.name(), "ports"));
          }
        }
      }
    }
    return Optional.empty();
  }
}
