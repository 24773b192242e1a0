package dev.durward.probe.tls;

import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Http;
import dev.durward.model.Expectation.Tls;
import dev.durward.model.Family;
import dev.durward.probe.Endpoint;
import dev.durward.probe.tls.client.AnswerReader;
import dev.durward.probe.tls.client.ClientHello;
import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.client.HttpRequest;
import dev.durward.probe.tls.client.Redirects;
import dev.durward.probe.tls.client.Route;
import dev.durward.probe.tls.client.TlsClient;
import dev.durward.probe.tls.conversation.Answer;
import dev.durward.probe.tls.conversation.Answer.ServerHello;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.conversation.HttpAnswer;
import dev.durward.probe.tls.conversation.Speech;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Trouble.Kind;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.tls.judge.Served;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at what a port serves; judges nothing. Each connection ends in time, and there are no more
 * than twenty.
 *
 * @param target the port
 * @param approach how it is come by
 * @param route to where redirects lead: to the target itself, and to its port 80
 * @param anchors the certificates that are trusted
 * @param now the time at which certificates are to be valid
 */
public record Visit(
    Endpoint target, Approach approach, Route route, Set<X509Certificate> anchors, Instant now) {
  /** The newest first, since most servers have it: one that has none of the two is not asked on. */
  private static final List<Version> USUAL = List.of(Version.TLS_1_3, Version.TLS_1_2);

  private static final List<Version> LEGACY =
      List.of(Version.TLS_1_1, Version.TLS_1_0, Version.SSL_3_0);

  private static final List<String> WEB = List.of("h2", "http/1.1");

  public Visit {
    anchors = Set.copyOf(anchors);
  }

  /** Looks at all that the expectation is about. */
  public Served observe(Expectation expectation) {
    Optional<Tls> tls = expectation.tls();
    Optional<Http> http = expectation.http();
    TlsClient client = new TlsClient(tls.flatMap(Tls::host), anchors);
    List<String> protocols = approach.startTls().isPresent() ? List.of() : WEB;
    Map<Version, Answer> hellos = hellos(client, protocols, tls.isPresent());
    boolean secure = hellos.values().stream().anyMatch(ServerHello.class::isInstance);
    Optional<Handshake> handshake =
        tls.filter(some -> secure).map(some -> client.observe(approach, protocols, now));
    // Where TLS has to be asked for, something else is answered before in any case.
    Optional<HttpAnswer> plain =
        tls.filter(wanted -> wanted.tlsOnly() && approach.startTls().isEmpty())
            .map(some -> request(client, "/").plainly(approach));
    return new Served(
        hellos,
        handshake,
        plain,
        http.map(wanted -> ask(request(client, wanted.path()), client, secure)),
        http.filter(Http::httpsRedirect)
            .map(wanted -> Redirects.follow(start(client, wanted, secure), route, client)));
  }

  private Map<Version, Answer> hellos(TlsClient client, List<String> protocols, boolean all) {
    Map<Version, Answer> answers = new EnumMap<>(Version.class);
    for (Version version : USUAL) {
      Answer answer = hello(version, client, protocols);
      answers.put(version, answer);
      if (answer instanceof Speech || isOf(answer, Kind.UNREACHABLE)) {
        return answers;
      }
    }
    if (all && !answers.values().stream().allMatch(answer -> isOf(answer, Kind.SILENT))) {
      LEGACY.forEach(version -> answers.put(version, hello(version, client, protocols)));
    }
    return answers;
  }

  private Answer hello(Version version, TlsClient client, List<String> protocols) {
    ClientHello hello = new ClientHello(version, client.serverName(), protocols);
    return approach.talk(conversation -> AnswerReader.ask(conversation, hello), trouble -> trouble);
  }

  private static boolean isOf(Answer answer, Kind kind) {
    return answer instanceof Trouble trouble && trouble.kind() == kind;
  }

  private HttpAnswer ask(HttpRequest request, TlsClient client, boolean secure) {
    return secure ? request.securely(approach, client) : request.plainly(approach);
  }

  /** RFC 9110 section 7.2: a usual port is left out. */
  private HttpRequest request(TlsClient client, String path) {
    int port = target.port();
    String name = name(client);
    return new HttpRequest(port == 80 || port == 443 ? name : name + ":" + port, path);
  }

  private String name(TlsClient client) {
    String address = target.address().toString();
    return client
        .host()
        .orElse(target.address().family() == Family.IPV6 ? "[" + address + "]" : address);
  }

  /** Where TLS is spoken plain HTTP has its own port, else it is this one. */
  private URI start(TlsClient client, Http wanted, boolean secure) {
    String port = secure || target.port() == 80 ? "" : ":" + target.port();
    return URI.create("http://" + name(client) + port + legal(wanted.path()));
  }

  /** RFC 3986 section 2: rule files may have more in a path than a URL may. */
  private static String legal(String path) {
    StringBuilder url = new StringBuilder();
    for (char c : path.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").toCharArray()) {
      url.append(
          "\"<>[\\]^`{|}#".indexOf(c) < 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return url.toString();
  }
}
