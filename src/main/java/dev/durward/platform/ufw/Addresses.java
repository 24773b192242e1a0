package dev.durward.platform.ufw;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** The addresses of a text; empty if they are not known. */
  static Optional<AddressRange> parse(String text) {
    String[] parts = text.split("/", 2);
    Optional<IpAddress> address = IpAddress.parse(parts[0]);
    if (address.isEmpty() || parts.length == 1) {
      return address.map(AddressRange::of);
    }
    int bits = address.get().family().bits();
    return parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= bits
        ? AddressRange.ofPrefix(address.get(), Integer.parseInt(parts[1]))
        : Optional.empty();
  }

  static String canonical(String text) {
    return isAll(text) ? text : parse(text).map(AddressRange::toString).orElse(text);
  }

  /** The addresses of one family, each text an address or a network. */
  static List<String> texts(AddressSet set, Family family) {
    if (set.isAll(family)) {
      return List.of(all(family));
    }
    List<String> texts = new ArrayList<>();
    for (AddressRange range : set.in(family)) {
      Optional<IpAddress> next = Optional.of(range.first());
      while (next.isPresent() && next.get().compareTo(range.last()) <= 0) {
        AddressRange network = widest(next.get(), range.last());
        texts.add(network.toString());
        next = network.last().next();
      }
    }
    return texts;
  }

  /** The widest network that begins with an address and does not pass another one. */
  private static AddressRange widest(IpAddress first, IpAddress last) {
    for (int prefix = 0; prefix < first.family().bits(); prefix++) {
      Optional<AddressRange> network = AddressRange.ofPrefix(first, prefix);
      if (network.isPresent() && network.get().last().compareTo(last) <= 0) {
        return network.get();
      }
    }
    return AddressRange.of(first);
  }
}
