package dev.durward.probe.tls.outbound;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Untested;
import dev.durward.probe.tls.client.TlsClient;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.conversation.Printable;
import dev.durward.probe.tls.judge.Finding;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sees step by step whether this host reaches a URL: its name, a connection in each family in which
 * it has an address, TLS, HTTP. What later steps find hides nothing of earlier ones.
 *
 * @param resolver finds its addresses
 * @param timeout for each connection until it is open, and for the name
 * @param anchors the certificates that are trusted
 * @param now the time at which certificates are to be valid
 */
public record OutboundVerification(
    Resolver resolver, Duration timeout, Set<X509Certificate> anchors, Instant now) {
  /** So many addresses of a family are tried before it counts as not reached. */
  private static final int MOST_ADDRESSES = 3;

  /** A name takes the C library at least five seconds if its first server is silent. */
  private static final Duration NAME_TIMEOUT = Duration.ofSeconds(15);

  /** For what is said over a connection: servers far away take their time. */
  private static final Duration TALK_TIMEOUT = Duration.ofSeconds(10);

  public OutboundVerification {
    anchors = Set.copyOf(anchors);
  }

  /**
   * One that asks and trusts what this host does, Java's certificates.
   *
   * @throws IOException if those can't be read
   */
  public static OutboundVerification ofHost(Duration timeout, Instant now) throws IOException {
    try {
      Resolver resolver = Resolver.OF_HOST.within(NAME_TIMEOUT);
      return new OutboundVerification(resolver, timeout, TlsClient.anchorsOfThisHost(), now);
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates that Java trusts can't be read", e);
    }
  }

  /**
   * Does it.
   *
   * @return the results of all steps, and in its notes where it ended; if the calling thread was
   *     interrupted, only that, and it is interrupted still
   */
  public VerificationReport run(Outbound outbound) {
    long start = System.nanoTime();
    Mark mark = Mark.of(VerificationReport.OUTBOUND, outbound.toString());
    VerificationReport report = run(outbound, mark, start);
    if (!Thread.currentThread().isInterrupted()) {
      return report;
    }
    // What its connections saw may well be that they were cut.
    Untested untested = new Untested(mark, "the way there", Observation.INTERRUPTED.reason());
    List<Result> only = List.of(Result.of(untested));
    return new VerificationReport(
            VerificationReport.SELF, VerificationReport.ITSELF, only, List.of(), since(start))
        .brokenOff();
  }

  private VerificationReport run(Outbound outbound, Mark mark, long start) {
    Journey journey = new Journey(outbound, mark);
    List<IpAddress> addresses = journey.resolve();
    List<Endpoint> reached = new ArrayList<>();
    for (Family family : Family.values()) {
      journey
          .connect(addresses.stream().filter(each -> each.family() == family).toList())
          .ifPresent(reached::add);
    }
    journey.forgiveMissingRoutes(reached);
    reached.forEach(journey::visit);
    return new VerificationReport(
        VerificationReport.SELF,
        VerificationReport.ITSELF,
        journey.results,
        journey.notes(),
        since(start));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** One way to a URL, with what was found on it so far. */
  private final class Journey {
    private final Outbound outbound;
    private final Mark mark;
    private final Dialling dialling = new Dialling(timeout);
    private final List<Result> results = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Journey(Outbound outbound, Mark mark) {
      this.outbound = outbound;
      this.mark = mark;
    }

    private void add(String subject, Observation seen, Judgement judgement) {
      results.add(new Result(mark, subject, Optional.empty(), seen, judgement));
    }

    List<IpAddress> resolve() {
      Optional<IpAddress> literal = IpAddress.parse(outbound.host());
      if (literal.isPresent()) {
        return List.of(literal.get());
      }
      String subject = "name " + outbound.host();
      long start = System.nanoTime();
      try {
        List<IpAddress> found = resolver.resolve(outbound.host());
        String all = String.join(", ", found.stream().map(IpAddress::toString).toList());
        add(
            subject,
            new Observation(Outcome.RESOLVED, all, since(start), 1),
            Judgement.pass("resolved to " + all));
        return found;
      } catch (UnknownHostException e) {
        String why = Printable.of(String.valueOf(e.getMessage()), 200);
        add(
            subject,
            new Observation(Outcome.UNRESOLVED, why, since(start), 1),
            Judgement.fail("the name was not resolved: " + why));
        return List.of();
      }
    }

    /** Tries the addresses of a family, and tells of the one that it came to, or of the first. */
    Optional<Endpoint> connect(List<IpAddress> addresses) {
      List<Endpoint> targets =
          addresses.stream()
              .limit(MOST_ADDRESSES)
              .map(address -> new Endpoint(address, outbound.port()))
              .toList();
      List<Observation> seen = new ArrayList<>();
      for (Endpoint target : targets) {
        Observation one = dialling.observe(target);
        if (one.outcome() == Outcome.OPEN) {
          add("connect to " + target, one, Dialling.judge(one));
          return Optional.of(target);
        }
        seen.add(one);
      }
      if (!seen.isEmpty()) {
        add("connect to " + targets.get(0), seen.get(0), Dialling.judge(seen.get(0)));
      }
      return Optional.empty();
    }

    /** A host without one of the families reaches others by the other: worth a note alone. */
    void forgiveMissingRoutes(List<Endpoint> reached) {
      if (!reached.isEmpty()) {
        results.stream()
            .filter(each -> each.observation().outcome() == Outcome.NO_ROUTE)
            .map(each -> each.judgement().reason() + ", but it came to " + reached.get(0))
            .forEach(notes::add);
        results.removeIf(each -> each.observation().outcome() == Outcome.NO_ROUTE);
      }
    }

    void visit(Endpoint target) {
      long start = System.nanoTime();
      Approach approach = new Approach(() -> dialling.dial(target), Optional.empty(), TALK_TIMEOUT);
      OutboundVisit visit = new OutboundVisit(outbound, approach, anchors, now);
      for (Finding finding : visit.findings()) {
        String subject = finding.check().id() + " at " + target;
        Judgement judgement = finding.judgement();
        if (judgement.verdict() == Verdict.UNTESTED) {
          results.add(Result.of(new Untested(mark, subject, judgement.reason())));
        } else {
          String seen = finding.evidence().isEmpty() ? judgement.reason() : finding.evidence();
          add(subject, new Observation(Outcome.SERVED, seen, since(start), 1), judgement);
        }
      }
    }

    /** Where it ended, before what else is to be said. */
    List<String> notes() {
      List<String> all = new ArrayList<>();
      all.add(
          results.stream()
              .filter(each -> each.judgement().verdict() != Verdict.PASS)
              .findFirst()
              .map(first -> outbound + ": the first step that failed is " + failure(first))
              .orElse(outbound + " was reached"));
      all.addAll(notes);
      return all;
    }

    private static String failure(Result result) {
      return result.subject() + ", " + result.judgement().reason();
    }
  }
}
