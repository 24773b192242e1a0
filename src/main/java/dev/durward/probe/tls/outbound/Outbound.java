package dev.durward.probe.tls.outbound;

import dev.durward.probe.tls.client.HttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL that this host is to reach.
 *
 * @param url of http or https, with a host and without a user or a fragment
 */
public record Outbound(URI url) {
  private static final String SECURE = "https";

  public Outbound {
    if (!isUsable(url)) {
      throw new IllegalArgumentException("not a URL to be reached: " + url);
    }
  }

  /** Reads one, as it would be typed into a browser, but whole; empty if it is none. */
  public static Optional<Outbound> parse(String text) {
    try {
      URI url = new URI(text);
      return isUsable(url) ? Optional.of(new Outbound(url)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isUsable(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    return (scheme.equals(SECURE) || scheme.equals("http"))
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawFragment() == null
        && url.getPort() != 0
        && url.getPort() <= 65535
        && url.toASCIIString().equals(url.toString());
  }

  boolean isSecure() {
    return SECURE.equalsIgnoreCase(url.getScheme());
  }

  /** The name or address, without brackets. */
  String host() {
    return url.getHost().replaceAll("[\\[\\]]", "");
  }

  int port() {
    return url.getPort() > 0 ? url.getPort() : isSecure() ? 443 : 80;
  }

  /** RFC 9110 section 7.2: the port is named where the URL names it. */
  HttpRequest request() {
    String host = url.getPort() > 0 ? url.getHost() + ":" + url.getPort() : url.getHost();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return new HttpRequest(host, path + query);
  }

  /** The URL. */
  @Override
  public String toString() {
    return url.toString();
  }
}
