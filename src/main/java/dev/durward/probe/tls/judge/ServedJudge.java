package dev.durward.probe.tls.judge;

import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Http;
import dev.durward.model.Expectation.Tls;
import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.client.Redirects;
import dev.durward.probe.tls.client.Session;
import dev.durward.probe.tls.conversation.Answer;
import dev.durward.probe.tls.conversation.HttpAnswer;
import dev.durward.probe.tls.conversation.HttpAnswer.Response;
import dev.durward.probe.tls.conversation.Speech;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Trouble.Kind;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.tls.judge.Served.Offer;
import dev.durward.probe.verification.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds what a port serves against what was expected of it. Pure. */
public final class ServedJudge {
  private static final String NO_CONNECTION = "there was no connection";
  private static final int BAD_REQUEST = 400;

  private static final List<Version> USABLE =
      Arrays.stream(Version.values()).filter(one -> !one.isLegacy()).toList();

  private final Served served;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  private ServedJudge(Served served, Instant now) {
    this.served = served;
    this.now = now;
  }

  /**
   * Judges.
   *
   * @param now the time at which certificates are to be valid
   * @return what was found, in the order of {@link Check}; that one thing is wrong hides no other
   */
  public static List<Finding> judge(Expectation expected, Served served, Instant now) {
    ServedJudge judge = new ServedJudge(served, now);
    expected.tls().ifPresent(judge::tls);
    expected.http().ifPresent(judge::http);
    return List.copyOf(judge.findings);
  }

  private void add(Check check, Judgement judgement, String evidence) {
    findings.add(new Finding(check, judgement, evidence));
  }

  private void tls(Tls expected) {
    spoken();
    expected.minVersion().ifPresent(least -> atLeast(Version.of(least)));
    if (expected.refuseLegacy()) {
      add(
          Check.LEGACY,
          refused(Version::isLegacy, "TLS 1.1 and older are refused"),
          offers(Version::isLegacy));
    }
    if (expected.tlsOnly()) {
      only();
    }
    findings.addAll(
        CertificateJudge.judge(
            expected, served.handshake().flatMap(Handshake::chain), uncertified(), now));
    if (served.handshake().filter(Handshake::wantsClientCertificate).isPresent()) {
      add(Check.CLIENT, Judgement.pass("a client certificate is asked for"), "");
    }
  }

  /** Why there is no certificate: what follows from one cause has one reason. */
  private String uncertified() {
    return untold().orElse("no certificate was shown");
  }

  /** Why nothing at all is known of the TLS; empty if some is. */
  private Optional<String> untold() {
    if (served.speaksTls() || served.handshake().flatMap(Handshake::session).isPresent()) {
      return Optional.empty();
    }
    boolean tried = !served.hellos().values().stream().allMatch(ServedJudge::isUnreachable);
    return Optional.of(tried ? "TLS is not spoken" : NO_CONNECTION);
  }

  private void spoken() {
    Optional<Handshake> handshake = served.handshake();
    Optional<Session> session = handshake.flatMap(Handshake::session);
    String answers = (served.speaksTls() ? versions() + "; " : "") + offers(version -> true);
    if (session.isPresent()) {
      add(Check.TLS, Judgement.pass("TLS is spoken"), session.get() + versions());
    } else if (served.hellos().values().stream().allMatch(ServedJudge::isUnreachable)) {
      add(Check.TLS, Judgement.untested(NO_CONNECTION), answers);
    } else if (!served.speaksTls()) {
      add(Check.TLS, Judgement.fail("TLS is not spoken: " + firstAnswer()), answers);
    } else if (handshake.filter(Handshake::wantsClientCertificate).isPresent()) {
      add(Check.TLS, Judgement.pass("TLS is spoken with clients that have a certificate"), answers);
    } else if (USABLE.stream().noneMatch(one -> served.offer(one) == Offer.OFFERED)) {
      add(Check.TLS, Judgement.fail("neither TLSv1.2 nor TLSv1.3 is offered"), answers);
    } else {
      String why = handshake.flatMap(Handshake::trouble).map(Trouble::toString).orElse("");
      add(Check.TLS, Judgement.fail("the handshake failed: the server " + why), answers);
    }
  }

  /** Of either kind of answer. */
  private static boolean isUnreachable(Object answer) {
    return answer instanceof Trouble trouble && trouble.kind() == Kind.UNREACHABLE;
  }

  /** To the newest version that was offered. */
  private String firstAnswer() {
    List<Answer> all = List.copyOf(served.hellos().values());
    return all.isEmpty() ? "" : all.get(all.size() - 1).toString();
  }

  private void atLeast(Version least) {
    Predicate<Version> below = version -> version.compareTo(least) < 0;
    Judgement judgement = refused(below, "nothing below " + least.word() + " is offered");
    List<Version> enough = Arrays.stream(Version.values()).filter(below.negate()).toList();
    if (served.speaksTls() && enough.stream().allMatch(this::isNotOffered)) {
      judgement = Judgement.fail(least.word() + " and newer are not offered");
    }
    add(Check.VERSION, judgement, offers(version -> true));
  }

  private boolean isNotOffered(Version version) {
    return served.offer(version) == Offer.NOT_OFFERED;
  }

  private Judgement refused(Predicate<Version> which, String success) {
    String offered = words(which, Offer.OFFERED);
    if (!offered.isEmpty()) {
      return Judgement.fail("offered: " + offered);
    }
    if (untold().isPresent()) {
      return Judgement.untested(untold().get());
    }
    String unknown = words(which, Offer.UNTESTED);
    return unknown.isEmpty()
        ? Judgement.pass(success)
        : Judgement.untested("no telling whether they are offered: " + unknown);
  }

  private String words(Predicate<Version> which, Offer offer) {
    return Arrays.stream(Version.values())
        .filter(which.and(version -> served.offer(version) == offer))
        .map(Version::word)
        .collect(Collectors.joining(", "));
  }

  /** {@code ; offered: TLSv1.2, TLSv1.3; not offered: TLSv1.1}, of those that were asked for. */
  private String versions() {
    StringBuilder versions = new StringBuilder();
    for (Offer offer : Offer.values()) {
      String some = words(served.hellos()::containsKey, offer);
      versions.append(some.isEmpty() ? "" : "; " + offer.words() + ": " + some);
    }
    return versions.toString();
  }

  private String offers(Predicate<Version> which) {
    return served.hellos().entrySet().stream()
        .filter(each -> which.test(each.getKey()))
        .map(each -> each.getKey().word() + ": " + each.getValue())
        .collect(Collectors.joining("; "));
  }

  /**
   * A server of HTTPS that is asked without TLS may say so, as nginx, Apache and Go do with status
   * 400; it serves nothing that way.
   */
  private void only() {
    Optional<HttpAnswer> plain = served.plain();
    String evidence = plain.map(Object::toString).orElse("");
    if (plain.isEmpty()) {
      add(Check.ONLY, Judgement.untested("plain HTTP was not tried"), evidence);
    } else if (plain.get() instanceof Response response) {
      boolean turnedDown = response.status() == BAD_REQUEST && served.speaksTls();
      add(
          Check.ONLY,
          turnedDown
              ? Judgement.pass("plain HTTP is turned down")
              : Judgement.fail("plain HTTP is answered with " + response.status()),
          evidence);
    } else if (plain.get() instanceof Speech) {
      add(Check.ONLY, Judgement.fail("something else than TLS is answered"), evidence);
    } else if (served.speaksTls()) {
      add(Check.ONLY, Judgement.pass("plain HTTP is not answered"), evidence);
    } else {
      add(
          Check.ONLY,
          Judgement.untested(
              isUnreachable(plain.get()) ? NO_CONNECTION : "there was no answer of any kind"),
          evidence);
    }
  }

  private void http(Http expected) {
    String evidence = served.http().map(this::withoutHsts).orElse("");
    add(Check.STATUS, status(expected.path(), expected.status()), evidence);
    if (served.speaksTls() && served.http().orElse(null) instanceof Response response) {
      response
          .transportSecurity()
          .ifPresent(value -> add(Check.HSTS, HstsJudge.judge(value), value));
    }
    if (expected.httpsRedirect()) {
      redirect();
    }
  }

  /** The answer, and that it has no HSTS where it might: over plain HTTP that means nothing. */
  private String withoutHsts(HttpAnswer answer) {
    boolean lacks =
        served.speaksTls()
            && answer instanceof Response response
            && response.transportSecurity().isEmpty();
    return answer + (lacks ? ", no HSTS" : "");
  }

  /**
   * @param wanted any will do if it is empty
   */
  private Judgement status(String path, OptionalInt wanted) {
    if (served.http().isEmpty()) {
      return Judgement.untested("nothing was asked");
    }
    HttpAnswer answer = served.http().get();
    if (answer instanceof Response response) {
      String answered = path + " is answered with " + response.status();
      return wanted.isEmpty() || response.status() == wanted.getAsInt()
          ? Judgement.pass(answered)
          : Judgement.fail(answered + ", wanted is " + wanted.getAsInt());
    }
    return answer instanceof Trouble trouble && trouble.kind() == Kind.UNREACHABLE
        ? Judgement.untested(NO_CONNECTION)
        : Judgement.fail(path + " is not answered with HTTP: the server " + answer);
  }

  private void redirect() {
    List<Redirects.Hop> hops = served.redirects().map(Redirects::hops).orElse(List.of());
    String evidence = hops.stream().map(Object::toString).collect(Collectors.joining("; "));
    if (hops.isEmpty()) {
      add(Check.REDIRECT, Judgement.untested("plain HTTP was not asked"), evidence);
    } else if (served.redirects().filter(Redirects::leadToHttps).isPresent()) {
      add(Check.REDIRECT, Judgement.pass("plain HTTP leads to HTTPS"), evidence);
    } else {
      add(Check.REDIRECT, unredirected(hops.get(hops.size() - 1).answer()), evidence);
    }
  }

  /** Where nothing answers plain HTTP, nothing is served that way either, but nobody is led. */
  private static Judgement unredirected(HttpAnswer last) {
    return last instanceof Trouble trouble && trouble.kind() == Kind.UNREACHABLE
        ? Judgement.untested("there was no connection for plain HTTP")
        : Judgement.fail("plain HTTP does not lead to HTTPS");
  }
}
