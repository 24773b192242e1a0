package dev.durward.report;

import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Aspect;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Lifetime;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.ServiceFindings;
import dev.durward.probe.verification.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Findings of verifications, for tests. */
final class Verifications {
  /** Where and when they were made. */
  static final Occasion OCCASION =
      new Occasion("web-1.example.com", Instant.parse("2026-06-01T09:30:05.250Z"));

  private static final int LENGTH = 12;

  /** Characters that one of the formats minds, and some that none does. */
  private static final int[] NASTY =
      "<>&\"'\\{}=,#/|`$%\u0000\u0007\t\n\r\u001b\u007f\u0085\u2028\u202e\ufffe\ud800 ]]>-ä端\ud83d\ude00az"
          .codePoints()
          .toArray();

  private Verifications() {}

  static VerificationReport report(List<Result> results, String... notes) {
    return new VerificationReport(
        "netns",
        "packets cross INPUT as a neighbour's do",
        results,
        List.of(notes),
        Duration.ofMillis(2_345));
  }

  /** A rule's part without a probe. */
  static Result unprobed(String rule, String subject, String reason) {
    return new Result(
        new Mark("web", rule),
        subject,
        Optional.empty(),
        Observation.untested(reason),
        new Judgement(Verdict.UNTESTED, reason));
  }

  /** What came of one probe; {@code to} is an address and a port with a blank between. */
  static Result probed(
      Mark rule,
      Transport transport,
      String to,
      Expected expected,
      Outcome outcome,
      Judgement judgement) {
    String[] target = to.split(" ", 2);
    IpAddress address = IpAddress.parse(target[0]).orElseThrow();
    boolean ipv4 = target[0].contains(".");
    String from = ipv4 ? "198.18.83.1" : "2001:db8:83::1";
    Probe probe =
        new Probe(
            rule,
            Set.of(rule),
            expected,
            transport,
            new Endpoint(address, Integer.parseInt(target[1])),
            new Endpoint(IpAddress.parse(from).orElseThrow(), 0),
            Optional.empty(),
            false);
    boolean sent = outcome != Outcome.UNTESTED && outcome != Outcome.LISTENING;
    boolean silent = outcome == Outcome.FILTERED || outcome == Outcome.NO_ANSWER;
    Observation seen =
        new Observation(
            outcome,
            silent ? "no answer within 2 s" : "an answer came",
            Duration.ofMillis(!sent ? 0 : silent ? 2_003 : 4),
            sent ? 1 : 0);
    return new Result(rule, probe.toString(), Optional.of(probe), seen, judgement);
  }

  static Judgement judged(Verdict verdict, String reason) {
    return new Judgement(verdict, reason);
  }

  /** One of each verdict, the failing one of a rule with a nasty name. */
  static VerificationReport small() {
    return report(
        List.of(
            probed(
                new Mark("web", "HTTPS"),
                Transport.TCP,
                "192.0.2.1 443",
                Expected.OPEN,
                Outcome.OPEN,
                judged(Verdict.PASS, "open")),
            probed(
                new Mark("web", "A <b> & \"c\" \\ 'd'"),
                Transport.TCP,
                "2001:db8::1 8443",
                Expected.OPEN,
                Outcome.FILTERED,
                judged(Verdict.FAIL, "meant to be open, but no answer came")),
            unprobed("HTTPS", "out", "connections that this host opens are not probed")),
        "the rules' counters could not be read: <none>");
  }

  /** A port with TLS, one of its certificates soon to end, and one with SSH instead. */
  static VerificationReport services() {
    Mark web = new Mark("web-server", "Web");
    Endpoint tls = new Endpoint(IpAddress.parse("192.0.2.1").orElseThrow(), 443);
    Endpoint ssh = new Endpoint(IpAddress.parse("2001:db8::1").orElseThrow(), 8443);
    List<Result> results = new ArrayList<>();
    results.add(
        served(
            new Aspect(tls, "tls"),
            judged(Verdict.PASS, "TLS is spoken"),
            "TLSv1.3, TLS_AES_256_GCM_SHA384, ALPN h2; offered: TLSv1.2, TLSv1.3; not offered:"
                + " SSLv3, TLSv1.0, TLSv1.1"));
    results.add(
        served(
            new Aspect(tls, "cert-trust"),
            judged(Verdict.PASS, "the chain is trusted"),
            "CN=www.example.com signed by CN=Example CA; for www.example.com"));
    results.add(
        served(
            new Aspect(tls, "cert-expiry"),
            judged(Verdict.FAIL, "9 days left, wanted are at least 14"),
            "CN=www.example.com, not after 2026-06-10T00:00:00Z"));
    results.add(
        served(
            new Aspect(ssh, "tls"),
            judged(Verdict.FAIL, "TLS is not spoken: speaks SSH: SSH-2.0-OpenSSH_9.2"),
            "TLSv1.3: speaks SSH: SSH-2.0-OpenSSH_9.2"));
    Judgement unknown = judged(Verdict.UNTESTED, "TLS is not spoken");
    for (String check : List.of("tls-legacy", "cert-trust", "cert-expiry", "cert-key")) {
      results.add(served(new Aspect(ssh, check), unknown, unknown.reason()));
    }
    results.add(
        served(
            new Aspect(ssh, "tls-only"),
            judged(Verdict.FAIL, "something else than TLS is answered"),
            "speaks SSH: SSH-2.0-OpenSSH_9.2"));
    List<Lifetime> lifetimes =
        List.of(
            lifetime(web, tls, "CN=www.example.com", "2026-03-10", "2026-06-10"),
            lifetime(web, tls, "CN=Example CA", "2020-01-01", "2030-01-01"),
            lifetime(web, ssh, "CN=old.example.com", "2025-03-10", "2026-05-20"));
    return report(List.of()).with(new ServiceFindings(results, lifetimes));
  }

  private static Lifetime lifetime(Mark rule, Endpoint to, String name, String from, String end) {
    String midnight = "T00:00:00Z";
    return new Lifetime(
        rule, to, name, Instant.parse(from + midnight), Instant.parse(end + midnight));
  }

  private static Result served(Aspect aspect, Judgement judgement, String seen) {
    Observation observation =
        judgement.verdict() == Verdict.UNTESTED
            ? Observation.untested(seen)
            : new Observation(Outcome.SERVED, seen, Duration.ofMillis(40), 1);
    return Result.of(new Mark("web-server", "Web"), aspect, observation, judgement);
  }

  /** What a host with a little of everything would have. */
  static VerificationReport large() {
    List<Result> results = new ArrayList<>();
    Judgement open = judged(Verdict.PASS, "open");
    Judgement shut = judged(Verdict.PASS, "no answer");
    for (String address : List.of("192.0.2.1 ", "2001:db8::1 ")) {
      Mark https = new Mark("web-server", "Web");
      for (int port : new int[] {80, 443, 8000, 8005, 8010}) {
        results.add(
            probed(https, Transport.TCP, address + port, Expected.OPEN, Outcome.OPEN, open));
      }
      results.add(
          probed(
              new Mark("web-server", "Admin console of Tomcat & <friends>, for the office alone"),
              Transport.TCP,
              address + "8443",
              Expected.OPEN,
              Outcome.FILTERED,
              judged(Verdict.FAIL, "meant to be open, but no answer came")));
      results.add(
          probed(
              new Mark("web-server", "QUIC"),
              Transport.UDP,
              address + "443",
              Expected.OPEN,
              Outcome.NO_ANSWER,
              judged(Verdict.UNTESTED, "no answer, and the rule counts others' packets too")));
      for (int port : new int[] {23, 2323}) {
        results.add(
            probed(
                new Mark("baseline", "No telnet"),
                Transport.TCP,
                address + port,
                Expected.SHUT,
                Outcome.FILTERED,
                shut));
      }
    }
    results.add(
        probed(
            new Mark("baseline", "No SMB"),
            Transport.TCP,
            "192.0.2.1 445",
            Expected.REFUSED,
            Outcome.REJECTED,
            judged(Verdict.PASS, "rejected")));
    results.add(
        new Result(
            new Mark("web-server", "QUIC"),
            "out",
            Optional.empty(),
            Observation.untested("connections that this host opens are not probed"),
            judged(Verdict.UNTESTED, "connections that this host opens are not probed")));
    VerificationReport ports =
        report(results, "port 8443/tcp: no listener could be started: address in use");
    VerificationReport services = services();
    return ports.with(new ServiceFindings(services.results(), services.lifetimes()));
  }

  /** Of a rule whose name, like all other free text, is generated; marks refuse the worst of it. */
  static VerificationReport nasty(long seed) {
    Random random = new Random(seed);
    String free = text(random);
    String rule = "r" + text(random).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}]", "");
    Result result =
        probed(
            new Mark("p" + rule.replace("/", ""), rule),
            Transport.TCP,
            "192.0.2.1 443",
            Expected.OPEN,
            Outcome.FILTERED,
            judged(random.nextBoolean() ? Verdict.FAIL : Verdict.UNTESTED, free));
    return report(List.of(result, unprobed(rule, text(random), text(random))), text(random));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      text.appendCodePoint(NASTY[random.nextInt(NASTY.length)]);
    }
    return text.toString();
  }
}
