package dev.durward.probe.tls.certificate;

import dev.durward.model.IpAddress;
import dev.durward.probe.tls.conversation.Printable;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom a certificate is for: its subject alternative names, RFC 9525. The common name is none: the
 * JDK would take it where there is no other, browsers don't.
 *
 * @param hosts names of hosts, in lower case, some with a wildcard
 * @param addresses addresses of hosts
 */
public record Names(List<String> hosts, List<IpAddress> addresses) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int LONGEST_SHOWN = 300;
  private static final String WILDCARD = "*.";

  public Names {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
  }

  static Names of(X509Certificate certificate) {
    List<String> hosts = new ArrayList<>();
    List<IpAddress> addresses = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(DNS_NAME)) {
          hosts.add(canonical(name.get(1).toString()));
        } else if (name.get(0).equals(IP_ADDRESS)) {
          IpAddress.parse(name.get(1).toString()).ifPresent(addresses::add);
        }
      }
    } catch (CertificateParsingException e) {
      // names that can't be read are no names of anybody
    }
    return new Names(hosts, addresses);
  }

  /**
   * Whether one of them is the host's. A wildcard stands for one label, the leftmost, as a whole,
   * and never for part of an address.
   *
   * @param host a name, or an address as text
   */
  public boolean include(String host) {
    Optional<IpAddress> address = IpAddress.parse(host);
    if (address.isPresent()) {
      return addresses.contains(address.get());
    }
    String sought = canonical(host);
    int dot = sought.indexOf('.');
    return hosts.contains(sought)
        || (dot > 0 && hosts.contains(WILDCARD + sought.substring(dot + 1)));
  }

  private static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** {@code a.example, *.b.example, 192.0.2.1}, or {@code none}. */
  @Override
  public String toString() {
    List<String> all = new ArrayList<>(hosts);
    addresses.forEach(address -> all.add(address.toString()));
    return all.isEmpty() ? "none" : Printable.of(String.join(", ", all), LONGEST_SHOWN);
  }
}
