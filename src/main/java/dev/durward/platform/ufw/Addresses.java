package dev.durward.platform.ufw;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import java.util.List;

/** Addresses as ufw writes them: one, or one network. */
final class Addresses {
  private Addresses() {}

  /** All of a family. */
  static String all(Family family) {
    return family == Family.IPV4 ? "0.0.0.0/0" : "::/0";
  }

  static boolean isAll(String text) {
    return text.equals(all(Family.IPV4)) || text.equals(all(Family.IPV6));
  }

  static String anyIfAll(String text) {
    return isAll(text) ? "any" : text;
  }

  static String canonical(String text) {
    return isAll(text) ? text : AddressRange.parse(text).map(AddressRange::toString).orElse(text);
  }

  /** The addresses of one family, each text an address or a network. */
  static List<String> texts(AddressSet set, Family family) {
    if (set.isAll(family)) {
      return List.of(all(family));
    }
    return set.in(family).stream()
        .flatMap(range -> range.networks().stream())
        .map(AddressRange::toString)
        .toList();
  }
}
