package dev.durward.router.upnp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a router says it offers: UPnP Device Architecture 1.1, section 2.
 *
 * @param offers what is wanted of it, the first of those that count the same first
 */
record Description(List<Offer> offers) {
  /** No router has more connections. */
  private static final int MOST = 8;

  /**
   * A service.
   *
   * @param control where it is asked
   */
  record Offer(ServiceType type, Page control) {}

  /** Fetches and reads it. */
  static Description fetch(Http http, Page page, Deadline deadline) throws IOException {
    Http.Answer answer = http.get(page, deadline);
    if (answer.status() != 200) {
      throw new IOException(
          "the router's description is not there: HTTP status " + answer.status());
    }
    return of(Element.of(answer.body()), page);
  }

  private static Description of(Element root, Page page) throws IOException {
    String base = root.textOf("URLBase");
    Page from = base.isEmpty() ? page : own(Page.of(base, page.gateway()), base);
    List<Offer> offers = new ArrayList<>();
    for (Element service : root.all().filter(each -> each.name().equals("service")).toList()) {
      Optional<ServiceType> type = ServiceType.of(service.textOf("serviceType"));
      if (type.isPresent() && offers.size() < MOST) {
        String control = service.textOf("controlURL");
        offers.add(new Offer(type.get(), own(from.resolve(control), control)));
      }
    }
    offers.sort(Comparator.comparing(Offer::type));
    return new Description(List.copyOf(offers));
  }

  private static Page own(Optional<Page> page, String url) throws IOException {
    return page.orElseThrow(
        () -> new IOException("the router's description leads elsewhere: " + Line.of(url)));
  }
}
