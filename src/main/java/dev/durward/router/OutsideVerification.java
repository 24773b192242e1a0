package dev.durward.router;

import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Transport;
import dev.durward.probe.Untested;
import dev.durward.probe.Vantage;
import dev.durward.probe.Ways;
import dev.durward.probe.tls.TlsGlance;
import dev.durward.probe.verification.Aspect;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sees from outside whether what routers have given leads here.
 *
 * @param vantage a place outside
 * @param ways on which it comes
 * @param patience how long to wait for each answer
 */
public record OutsideVerification(Vantage vantage, Ways ways, Patience patience) {
  /** At so many open ports TLS is looked for: each that is silent takes its time. */
  private static final int MOST_GLANCES = 16;

  private static final String INSIDE =
      "from inside nobody can tell: most routers don't lead back in whom they let in from outside";

  /** Of what nobody outside looks at. */
  public static VerificationReport fromInside(List<Grant> grants) {
    List<Result> results = new ArrayList<>();
    for (Grant grant : grants) {
      results.add(untested(grant, INSIDE));
    }
    return new VerificationReport(
        VerificationReport.SELF,
        "nobody outside was asked; --vantage ssh:HOST or --reflector URL names somebody",
        results,
        List.of(),
        Duration.ZERO);
  }

  private static Result untested(Grant grant, String why) {
    return Result.of(
        new Untested(
            grant.forward().owner(), grant.forward().external() + ", which" + end(grant), why));
  }

  private static String end(Grant grant) {
    Endpoint here = new Endpoint(grant.internal(), grant.forward().internalPort());
    return " leads to " + here;
  }

  /**
   * Does it.
   *
   * @return what was found; incomplete if the calling thread was interrupted, and it is so still
   * @throws IOException if no probe could be sent at all
   */
  public VerificationReport run(List<Doorstep> doorsteps) throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<Optional<Probe>> probes = doorsteps.stream().map(this::probe).toList();
    List<Probe> sent = probes.stream().flatMap(Optional::stream).toList();
    Iterator<Observation> seen =
        (sent.isEmpty() ? List.<Observation>of() : vantage.observe(sent, patience, Progress.NONE))
            .iterator();
    List<Result> results = new ArrayList<>();
    int open = 0;
    for (int i = 0; i < doorsteps.size(); i++) {
      Doorstep doorstep = doorsteps.get(i);
      if (probes.get(i).isEmpty()) {
        results.add(untested(doorstep.grant(), missing(doorstep)));
        continue;
      }
      Probe probe = probes.get(i).get();
      Observation one = seen.next();
      results.add(result(doorstep.grant(), probe, one));
      if (one.outcome() == Outcome.OPEN && open++ < MOST_GLANCES) {
        tls(probe).ifPresent(results::add);
      }
    }
    List<String> notes =
        open > MOST_GLANCES
            ? List.of("TLS was looked for at the first " + MOST_GLANCES + " open ports alone")
            : List.of();
    return new VerificationReport(
        vantage.name(),
        vantage.standpoint(),
        results,
        List.of(),
        notes,
        Duration.ofNanos(System.nanoTime() - start),
        !Thread.currentThread().isInterrupted());
  }

  private Optional<Probe> probe(Doorstep doorstep) {
    return doorstep
        .target()
        .flatMap(target -> ways.to(target.address()))
        .map(way -> probe(doorstep.grant().forward(), doorstep.target().orElseThrow(), way));
  }

  private static Probe probe(Forward forward, Endpoint target, Ways.Way way) {
    Mark mark = forward.owner();
    return new Probe(
        mark,
        Set.of(mark),
        Expected.OPEN,
        forward.protocol().equals(Protocol.TCP) ? Transport.TCP : Transport.UDP,
        target,
        new Endpoint(way.source(), 0),
        Optional.empty(),
        false);
  }

  private String missing(Doorstep doorstep) {
    return doorstep.target().isEmpty()
        ? doorstep.trouble()
        : ways.trouble(doorstep.grant().forward().family());
  }

  /** Whoever is reached is; whoever is not may have a router, or a host, that refuses. */
  private static Result result(Grant grant, Probe probe, Observation seen) {
    Judgement judgement =
        switch (seen.outcome()) {
          case OPEN, ANSWERED -> Judgement.pass(seen.outcome().word());
          case REFUSED ->
              Judgement.fail("refused: the router leads nobody here, or nobody listens here");
          case REJECTED -> Judgement.fail("rejected on the way");
          case FILTERED -> Judgement.fail("no answer: the router, this host, or one on the way");
          case UNREACHED -> Judgement.fail(seen.reason());
          case NO_ANSWER ->
              Judgement.untested("no answer: nobody answers here, or it did not come here");
          default -> Judgement.untested(seen.reason());
        };
    boolean isFromKnown = !probe.source().address().isUnspecified();
    String way = isFromKnown ? probe.toString() : probe.transport().word() + " " + probe.target();
    return new Result(
        grant.forward().owner(),
        way + ", which" + end(grant),
        Optional.of(probe).filter(known -> isFromKnown),
        seen,
        judgement);
  }

  private Optional<Result> tls(Probe probe) throws InterruptedException {
    long start = System.nanoTime();
    try {
      Optional<String> seen =
          vantage.along(
              probe, dialler -> TlsGlance.at(probe.target(), dialler, patience.timeout()));
      return seen.map(
          words ->
              Result.of(
                  probe.rule(),
                  new Aspect(probe.target(), "tls"),
                  new Observation(
                      Outcome.SERVED, words, Duration.ofNanos(System.nanoTime() - start), 1),
                  Judgement.pass(words)));
    } catch (IOException e) {
      return Optional.empty(); // whoever is there says no more than that the port is open
    }
  }
}
