package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.evaluation.Decision.Led;
import dev.durward.platform.iptables.evaluation.Decision.Unsaid;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Values;
import java.util.List;
import java.util.Optional;

/** Where DNAT and REDIRECT lead (iptables-extensions(8)). */
final class Translation {
  private Translation() {}

  /** {@code --to-destination 10.0.0.2:80}, {@code [fd00::2]:80}, {@code :8080}. */
  static Decision ofDnat(RuleLine rule, Family family) {
    String text = rule.valueOf("--to-destination").orElse("");
    int bracket = text.lastIndexOf(']');
    int colon = family == Family.IPV4 ? text.indexOf(':') : text.indexOf(':', bracket + 1);
    boolean hasPorts = colon >= 0 && (family == Family.IPV4 || bracket >= 0);
    String address = (hasPorts ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
    Optional<AddressRange> addresses = Values.addresses(address, family);
    Optional<PortSet> ports = hasPorts ? ports(text.substring(colon + 1)) : Optional.empty();
    if ((addresses.isEmpty() && !address.isEmpty()) || (hasPorts && ports.isEmpty())) {
      return new Unsaid("DNAT to " + text);
    }
    return new Led(addresses.map(range -> new AddressSet(List.of(range))), ports);
  }

  /**
   * {@code --to-ports 8080-8090}: to this host itself, by the address of the interface that the
   * packet came in by (nf_nat_redirect.c).
   */
  static Decision ofRedirect(RuleLine rule, Subject subject) {
    Optional<String> text = rule.valueOf("--to-ports");
    Optional<PortSet> ports = text.flatMap(Translation::ports);
    return text.isPresent() && ports.isEmpty()
        ? new Unsaid("REDIRECT to " + text.get())
        : new Led(
            subject.direction() == Direction.IN
                ? subject.local().or(() -> Optional.of(everybody(subject)))
                : Optional.empty(),
            ports);
  }

  private static AddressSet everybody(Subject subject) {
    return new AddressSet(List.of(AddressRange.all(subject.family())));
  }

  private static Optional<PortSet> ports(String text) {
    int slash = text.indexOf('/');
    return Values.port(slash < 0 ? text : text.substring(0, slash), '-')
        .map(range -> PortSet.of(List.of(range)));
  }
}
