package dev.durward.probe.tls.outbound;

import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Tls;
import dev.durward.probe.tls.client.AnswerReader;
import dev.durward.probe.tls.client.ClientHello;
import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.client.HttpRequest;
import dev.durward.probe.tls.client.Redirects;
import dev.durward.probe.tls.client.TlsClient;
import dev.durward.probe.tls.conversation.Answer;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.conversation.HttpAnswer;
import dev.durward.probe.tls.conversation.HttpAnswer.Response;
import dev.durward.probe.tls.conversation.Speech;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Finding;
import dev.durward.probe.tls.judge.Served;
import dev.durward.probe.tls.judge.ServedJudge;
import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Looks at what answers for a URL once there is a connection, by three more of them at most.
 *
 * @param outbound the URL
 * @param approach how the server is come by
 * @param anchors the certificates that are trusted
 * @param now the time at which certificates are to be valid
 */
record OutboundVisit(
    Outbound outbound, Approach approach, Set<X509Certificate> anchors, Instant now) {
  private static final int FIRST_ERROR = 400;

  /** RFC 9110 section 15.5.8 and RFC 6585 section 6: a proxy, or a captive portal. */
  private static final Set<Integer> IN_BETWEEN = Set.of(407, 511);

  OutboundVisit {
    anchors = Set.copyOf(anchors);
  }

  List<Finding> findings() {
    TlsClient client = new TlsClient(Optional.of(outbound.host()), anchors);
    if (!outbound.isSecure()) {
      return List.of(status(outbound.request().plainly(approach)));
    }
    Handshake handshake = client.observe(approach, HttpRequest.PROTOCOLS, now);
    Map<Version, Answer> hellos =
        handshake.session().isPresent() ? Map.of() : hellos(client.serverName());
    Served served =
        new Served(
            hellos, Optional.of(handshake), Optional.empty(), Optional.empty(), Optional.empty());
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : ServedJudge.judge(expectation(), served, now)) {
      findings.add(explained(finding, hellos));
    }
    findings.add(
        findings.stream().allMatch(each -> each.judgement().verdict() == Verdict.PASS)
            ? status(outbound.request().securely(approach, client))
            : new Finding(
                Check.STATUS, Judgement.untested("not asked, for what was found before"), ""));
    return findings;
  }

  /** What answers if no handshake comes about, by its first bytes. */
  private Map<Version, Answer> hellos(Optional<String> name) {
    Map<Version, Answer> answers = new EnumMap<>(Version.class);
    for (Version version : List.of(Version.TLS_1_3, Version.TLS_1_2)) {
      ClientHello hello = new ClientHello(version, name, HttpRequest.PROTOCOLS);
      Answer answer =
          approach.talk(conversation -> AnswerReader.ask(conversation, hello), trouble -> trouble);
      answers.put(version, answer);
      if (!(answer instanceof Answer.Alert)) {
        return answers;
      }
    }
    return answers;
  }

  private Expectation expectation() {
    Optional<String> host = Optional.of(outbound.host());
    Tls tls = new Tls(host, Optional.empty(), Optional.empty(), OptionalInt.empty(), false, false);
    return new Expectation(Optional.of(tls), Optional.empty());
  }

  /** The same, with what is most often the reason. */
  private static Finding explained(Finding finding, Map<Version, Answer> hellos) {
    Judgement judgement = finding.judgement();
    if (judgement.verdict() != Verdict.FAIL) {
      return finding;
    }
    String why =
        switch (finding.check()) {
          case TRUST -> "; does a proxy on the way intercept TLS?";
          case TLS ->
              hellos.values().stream().anyMatch(Speech.class::isInstance)
                  ? "; does a captive portal or a proxy answer?"
                  : "";
          default -> "";
        };
    return new Finding(
        finding.check(), Judgement.fail(judgement.reason() + why), finding.evidence());
  }

  private Finding status(HttpAnswer answer) {
    return new Finding(Check.STATUS, judge(answer), answer.toString());
  }

  private Judgement judge(HttpAnswer answer) {
    if (!(answer instanceof Response response)) {
      return Judgement.fail("no HTTP is answered: the server " + answer);
    }
    int status = response.status();
    if (IN_BETWEEN.contains(status)) {
      return Judgement.fail("a proxy or a captive portal wants something first: " + status);
    }
    if (status >= FIRST_ERROR) {
      return Judgement.fail("answered with " + status);
    }
    return !outbound.isSecure() && leadsAway(response)
        ? Judgement.untested(
            "redirected to another host, by the server or by a captive portal: " + response)
        : Judgement.pass("answered with " + response);
  }

  /** Over TLS only the server itself can redirect; without it anybody on the way can. */
  private boolean leadsAway(Response response) {
    if (!response.isRedirect()) {
      return false;
    }
    Optional<URI> next = new Redirects.Hop(outbound.url(), response).next();
    String here = outbound.host().toLowerCase(Locale.ROOT);
    String there = next.map(URI::getHost).map(host -> host.toLowerCase(Locale.ROOT)).orElse("");
    return !there.equals(here) && !there.endsWith("." + here) && !here.endsWith("." + there);
  }
}
