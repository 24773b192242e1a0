package dev.durward.probe.tls;

import dev.durward.model.Direction;
import dev.durward.model.Expectation;
import dev.durward.model.IpAddress;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.Untested;
import dev.durward.probe.Vantage;
import dev.durward.probe.Vantage.Dialler;
import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.client.Route;
import dev.durward.probe.tls.client.TlsClient;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.judge.Finding;
import dev.durward.probe.tls.judge.Served;
import dev.durward.probe.tls.judge.ServedJudge;
import dev.durward.probe.verification.Aspect;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Lifetime;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.ServiceFindings;
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
  public ServiceFindings run(List<RuleSet> sets, List<Probe> probes) {
    List<Result> results = new ArrayList<>();
    List<Lifetime> lifetimes = new ArrayList<>();
    for (RuleSet set : sets) {
      for (Rule rule : set.rules()) {
        if (isAskedFor(rule)) {
          Mark mark = Mark.of(set.policy(), rule.name());
          ServiceFindings found = look(mark, rule.expectation(), probes);
          results.addAll(found.results());
          lifetimes.addAll(found.lifetimes());
        }
      }
    }
    return new ServiceFindings(results, lifetimes);
  }

  private ServiceFindings look(Mark mark, Expectation expected, List<Probe> probes) {
    List<Result> results = new ArrayList<>();
    List<Lifetime> lifetimes = new ArrayList<>();
    Anchors trusted = Anchors.of(expected, anchors);
    for (Probe probe : probes) {
      if (probe.rule().equals(mark)
          && probe.transport() == Transport.TCP
          && probe.expected() == Expected.OPEN) {
        ServiceFindings found = look(mark, expected, trusted, probe);
        results.addAll(found.results());
        lifetimes.addAll(found.lifetimes());
      }
    }
    if (results.isEmpty()) {
      results.add(Result.of(new Untested(mark, "verify", "no TCP port of it is open and probed")));
    }
    return new ServiceFindings(results, lifetimes);
  }

  private ServiceFindings look(Mark mark, Expectation expected, Anchors trusted, Probe probe) {
    long start = System.nanoTime();
    Endpoint target = probe.target();
    try {
      if (Thread.currentThread().isInterrupted()) {
        return untested(mark, target, Observation.INTERRUPTED.reason());
      }
      Served served =
          vantage.along(
              probe,
              dialler ->
                  visit(expected, trusted.certificates(), target, dialler).observe(expected));
      if (Thread.currentThread().isInterrupted()) {
        return untested(mark, target, Observation.INTERRUPTED.reason()); // connections were cut
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      List<Finding> findings = trusted.doubt(ServedJudge.judge(expected, served, now));
      return new ServiceFindings(
          findings.stream().map(finding -> result(mark, target, finding, elapsed)).toList(),
          lifetimes(mark, target, served));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return untested(mark, target, Observation.INTERRUPTED.reason());
    } catch (IOException e) {
      return untested(mark, target, String.valueOf(e.getMessage()));
    }
  }

  private static ServiceFindings untested(Mark mark, Endpoint target, String reason) {
    Untested whole = new Untested(mark, "service at " + target, reason);
    return new ServiceFindings(List.of(Result.of(whole)), List.of());
  }

  private static List<Lifetime> lifetimes(Mark mark, Endpoint target, Served served) {
    return served.handshake().flatMap(Handshake::chain).stream()
        .flatMap(chain -> chain.members().stream())
        .map(one -> new Lifetime(mark, target, one.subject(), one.notBefore(), one.notAfter()))
        .toList();
  }

  /** A redirect that stays on this host is followed, and no other. */
  private Visit visit(
      Expectation expected, Set<X509Certificate> trusted, Endpoint target, Dialler dialler) {
    Optional<String> name = expected.tls().flatMap(Expectation.Tls::host);
    Route route =
        (host, port) ->
            host.equalsIgnoreCase(name.orElse("")) || isAddress(host, target)
                ? Optional.of(Approach.to(new Endpoint(target.address(), port), dialler, timeout))
                : Optional.empty();
    return new Visit(target, Approach.to(target, dialler, timeout), route, trusted, now);
  }

  private static boolean isAddress(String host, Endpoint target) {
    return IpAddress.parse(host).equals(Optional.of(target.address()));
  }

  private static Result result(Mark mark, Endpoint target, Finding finding, Duration elapsed) {
    Judgement judgement = finding.judgement();
    String seen = finding.evidence().isEmpty() ? judgement.reason() : finding.evidence();
    Observation observation =
        judgement.verdict() == Verdict.UNTESTED
            ? Observation.untested(judgement.reason())
            : new Observation(Outcome.SERVED, seen, elapsed, 1);
    return Result.of(mark, new Aspect(target, finding.check().id()), observation, judgement);
  }
}
