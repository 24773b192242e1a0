package dev.durward.platform.ufw;

import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ports as ufw writes them: {@code any}, or {@code 80,443,9000:9010}. */
final class Ports {
  static final String ANY = "any";

  /** What one rule holds (multiport); a range takes two. */
  private static final int SLOTS = 15;

  private Ports() {}

  /** The ports of a text; empty if it is none of ufw's. */
  static Optional<PortSet> parse(String text) {
    if (text.equals(ANY)) {
      return Optional.of(PortSet.ALL);
    }
    List<PortRange> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.matches("[0-9]{1,5}(:[0-9]{1,5})?")) {
        return Optional.empty();
      }
      String[] ends = part.split(":", -1);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (first < 1 || first > last || last > 65535) {
        return Optional.empty();
      }
      ranges.add(new PortRange(first, last));
    }
    return Optional.of(PortSet.of(ranges));
  }

  /** The one form of a text that may be written in several. */
  static String canonical(String text) {
    return parse(text).map(Ports::text).orElse(text);
  }

  /** The ports in as few texts as a rule each takes. */
  static List<String> texts(PortSet ports) {
    if (ports.isAll()) {
      return List.of(ANY);
    }
    List<String> texts = new ArrayList<>();
    List<PortRange> some = new ArrayList<>();
    int used = 0;
    for (PortRange range : ports.ranges()) {
      int needed = range.size() == 1 ? 1 : 2;
      if (used + needed > SLOTS) {
        texts.add(text(new PortSet(some)));
        some.clear();
        used = 0;
      }
      some.add(range);
      used += needed;
    }
    texts.add(text(new PortSet(some)));
    return texts;
  }

  private static String text(PortSet ports) {
    return ports.isAll() ? ANY : ports.toString().replace('-', ':');
  }

  /**
   * The same ports in other words, the first one said once more; empty if there is no room, or
   * nothing to say again.
   */
  static Optional<String> saidAgain(String text) {
    int used = 1 + (int) text.chars().filter(c -> c == ',' || c == ':').count();
    return text.equals(ANY) || used >= SLOTS
        ? Optional.empty()
        : Optional.of(text.split("[,:]", 2)[0] + "," + text);
  }
}
