package dev.durward.probe.tls;

import dev.durward.model.Direction;
import dev.durward.model.Expectation;
import dev.durward.model.IpAddress;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Judgement;
import dev.durward.probe.Judgement.Verdict;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.Result;
import dev.durward.probe.Transport;
import dev.durward.probe.Untested;
import dev.durward.probe.Vantage;
import dev.durward.probe.Vantage.Dialler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at what ports serve where rules say what is expected there, and judges it.
 *
 * @param vantage where connections come from
 * @param timeout for each connection
 * @param anchors the certificates that are trusted
 * @param now the time at which certificates are to be valid
 */
public record ServiceVerification(
    Vantage vantage, Duration timeout, Set<X509Certificate> anchors, Instant now) {
  public ServiceVerification {
    anchors = Set.copyOf(anchors);
  }

  /**
   * One that trusts what this Java trusts.
   *
   * @throws IOException if that can't be read
   */
  public static ServiceVerification of(Vantage vantage, Duration timeout, Instant now)
      throws IOException {
    try {
      return new ServiceVerification(vantage, timeout, TlsClient.anchorsOfThisHost(), now);
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates that Java trusts can't be read", e);
    }
  }

  /** Whether a rule says what is expected behind its ports. */
  public static boolean isAskedFor(Rule rule) {
    Expectation expected = rule.expectation();
    return rule.directions().contains(Direction.IN)
        && (expected.tls().isPresent() || expected.http().isPresent());
  }

  /**
   * Does it.
   *
   * @param sets the rules that hold
   * @param probes those that were derived from them
   * @return what was found; if the calling thread was interrupted, services that were not looked at
   *     until then are untested, and it is interrupted still
   */
  public List<Result> run(List<RuleSet> sets, List<Probe> probes) {
    List<Result> results = new ArrayList<>();
    for (RuleSet set : sets) {
      for (Rule rule : set.rules()) {
        if (isAskedFor(rule)) {
          results.addAll(look(Mark.of(set.policy(), rule.name()), rule.expectation(), probes));
        }
      }
    }
    return results;
  }

  private List<Result> look(Mark mark, Expectation expected, List<Probe> probes) {
    List<Result> results = new ArrayList<>();
    for (Probe probe : probes) {
      if (probe.rule().equals(mark)
          && probe.transport() == Transport.TCP
          && probe.expected() == Expected.OPEN) {
        results.addAll(look(mark, expected, probe));
      }
    }
    return results.isEmpty()
        ? List.of(untested(mark, "verify", "no TCP port of it is open and probed"))
        : results;
  }

  private List<Result> look(Mark mark, Expectation expected, Probe probe) {
    long start = System.nanoTime();
    try {
      if (Thread.currentThread().isInterrupted()) {
        return List.of(interrupted(mark, probe));
      }
      List<Finding> findings =
          vantage.along(
              probe,
              dialler ->
                  ServedJudge.judge(
                      expected, visit(expected, probe, dialler).observe(expected), now));
      if (Thread.currentThread().isInterrupted()) {
        return List.of(interrupted(mark, probe)); // its connections were cut
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      return findings.stream().map(finding -> result(mark, probe, finding, elapsed)).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(interrupted(mark, probe));
    } catch (IOException e) {
      return List.of(
          untested(mark, "service at " + probe.target(), String.valueOf(e.getMessage())));
    }
  }

  private static Result interrupted(Mark mark, Probe probe) {
    String subject = "service at " + probe.target();
    return untested(mark, subject, Observation.INTERRUPTED.reason());
  }

  /** A redirect that stays on this host is followed, and no other. */
  private Visit visit(Expectation expected, Probe probe, Dialler dialler) {
    Endpoint target = probe.target();
    Optional<String> name = expected.tls().flatMap(Expectation.Tls::host);
    Route route =
        (host, port) ->
            host.equalsIgnoreCase(name.orElse("")) || isAddress(host, target)
                ? Optional.of(approach(new Endpoint(target.address(), port), dialler))
                : Optional.empty();
    return new Visit(target, approach(target, dialler), route, anchors, now);
  }

  private static boolean isAddress(String host, Endpoint target) {
    return IpAddress.parse(host).equals(Optional.of(target.address()));
  }

  private Approach approach(Endpoint target, Dialler dialler) {
    return new Approach(
        () -> dialler.dial(target, timeout), StartTls.usualOn(target.port()), timeout);
  }

  private static Result result(Mark mark, Probe probe, Finding finding, Duration elapsed) {
    String subject = finding.check().id() + " at " + probe.target();
    Judgement judgement = finding.judgement();
    if (judgement.verdict() == Verdict.UNTESTED) {
      return untested(mark, subject, judgement.reason());
    }
    String seen = finding.evidence().isEmpty() ? judgement.reason() : finding.evidence();
    Observation observation = new Observation(Outcome.SERVED, seen, elapsed, 1);
    return new Result(mark, subject, Optional.empty(), observation, judgement);
  }

  private static Result untested(Mark mark, String subject, String reason) {
    return Result.of(new Untested(mark, subject, reason));
  }
}
