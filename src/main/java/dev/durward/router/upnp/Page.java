package dev.durward.router.upnp;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A page of the gateway's: where a connection goes is never said by it, only the port and the path.
 *
 * @param gateway whose it is
 * @param port 1 to 65535
 * @param path with the query, as it stands in a request: no blanks, no control characters
 */
record Page(IpAddress gateway, int port, String path) {
  /**
   * Reads the address of a page.
   *
   * @return empty unless it is one of HTTP at the gateway's own address, given as a number. A
   *     router of IPv6 has several; which ones can't be told from here, so any number of IPv6 is
   *     taken to be its own, since it isn't used
   */
  static Optional<Page> of(String url, IpAddress gateway) {
    try {
      return of(new URI(url.strip()), gateway);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Page> of(URI uri, IpAddress gateway) {
    String host = uri.getHost();
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    if (host == null
        || !"http".equalsIgnoreCase(uri.getScheme())
        || uri.getRawUserInfo() != null
        || port < 1
        || port > 65535
        || !isOwn(host, gateway)) {
      return Optional.empty();
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String whole = path + query;
    return whole.chars().allMatch(c -> c > ' ' && c < 0x7f)
        ? Optional.of(new Page(gateway, port, whole))
        : Optional.empty();
  }

  private static boolean isOwn(String host, IpAddress gateway) {
    if (gateway.family() == Family.IPV4) {
      return host.equals(gateway.toString());
    }
    return host.startsWith("[")
        && IpAddress.parse(host.substring(1, host.length() - 1).replaceFirst("%.*", ""))
            .filter(address -> address.family() == Family.IPV6)
            .isPresent();
  }

  /** The page that a reference in this one leads to; empty if it leads elsewhere, or nowhere. */
  Optional<Page> resolve(String reference) {
    try {
      URI relative = new URI(reference.strip());
      return relative.toString().isEmpty()
          ? Optional.empty()
          : of(new URI("http://" + host() + path).resolve(relative), gateway);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The field Host of a request. */
  String host() {
    return (gateway.family() == Family.IPV4 ? gateway.toString() : "[" + gateway + "]")
        + ":"
        + port;
  }
}
