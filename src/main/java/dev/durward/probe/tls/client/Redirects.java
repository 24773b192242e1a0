package dev.durward.probe.tls.client;

import dev.durward.probe.tls.conversation.HttpAnswer;
import dev.durward.probe.tls.conversation.HttpAnswer.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where plain HTTP leads.
 *
 * @param hops what was asked and answered, one after the other
 * @param end why it ended there
 */
public record Redirects(List<Hop> hops, End end) {
  /** More than browsers take, for the sake of nobody. */
  private static final int MOST_HOPS = 10;

  private static final String SECURE = "https";

  public Redirects {
    hops = List.copyOf(hops);
  }

  /** One request with its answer. */
  public record Hop(URI asked, HttpAnswer answer) {
    /** {@code http://a.example/: 301 to https://a.example/}. */
    @Override
    public String toString() {
      return asked + ": " + answer;
    }

    /** Where it leads on, if that can be read. */
    public Optional<URI> next() {
      if (!(answer instanceof Response response) || !response.isRedirect()) {
        return Optional.empty();
      }
      try {
        return Optional.of(asked.resolve(new URI(response.location().orElseThrow())));
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }
  }

  /** Why no further request was made. */
  public enum End {
    /** The last answer is no redirect that can be followed. */
    ANSWERED,
    /** It leads to another host, or by another protocol. */
    ELSEWHERE,
    /** It leads back. */
    LOOP,
    /** There is no end of it. */
    TOO_MANY
  }

  /** Follows redirects from a URL, as far as they stay on the host. */
  public static Redirects follow(URI start, Route route, TlsClient client) {
    List<Hop> hops = new ArrayList<>();
    URI at = start;
    while (hops.size() < MOST_HOPS) {
      URI asked = at;
      if (hops.stream().anyMatch(hop -> hop.asked().equals(asked))) {
        return new Redirects(hops, End.LOOP);
      }
      Optional<HttpAnswer> answer = ask(asked, route, client);
      if (answer.isEmpty()) {
        return new Redirects(hops, End.ELSEWHERE);
      }
      Hop hop = new Hop(asked, answer.get());
      hops.add(hop);
      if (hop.next().isEmpty()) {
        return new Redirects(hops, End.ANSWERED);
      }
      at = hop.next().get();
    }
    return new Redirects(hops, End.TOO_MANY);
  }

  private static Optional<HttpAnswer> ask(URI asked, Route route, TlsClient client) {
    boolean secure = SECURE.equalsIgnoreCase(asked.getScheme());
    if (asked.getHost() == null || !(secure || "http".equalsIgnoreCase(asked.getScheme()))) {
      return Optional.empty();
    }
    int port = asked.getPort() >= 0 ? asked.getPort() : secure ? 443 : 80;
    String path = asked.getRawPath().startsWith("/") ? "" : "/";
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    String host = asked.getPort() >= 0 ? asked.getHost() + ":" + port : asked.getHost();
    HttpRequest request = new HttpRequest(host, path + asked.getRawPath() + query);
    return route
        .to(asked.getHost().replaceAll("[\\[\\]]", ""), port)
        .map(approach -> secure ? request.securely(approach, client) : request.plainly(approach));
  }

  /** Whether it comes to HTTPS, on this host or on another, before anything else is answered. */
  public boolean leadToHttps() {
    return hops.stream()
        .flatMap(hop -> hop.next().stream())
        .anyMatch(uri -> SECURE.equalsIgnoreCase(uri.getScheme()));
  }
}
