package dev.durward.platform.persistence;

import dev.durward.model.Family;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.OwnRules;
import dev.durward.platform.iptables.save.SaveDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a distribution has saved of all rules.
 *
 * @param root where
 * @param distribution whose way it is
 */
record SavedFiles(SystemRoot root, Distribution distribution) {
  static String word(Family family) {
    return family.word().toLowerCase(Locale.ROOT);
  }

  /** Durward's rules of a family in them. */
  OwnRules own(Family family) throws IOException {
    return OwnRules.of(dump(family).filter());
  }

  /** Whether they hold Durward's rules as the host has them. */
  boolean has(IptablesSnapshot host) throws IOException {
    for (Family family : Family.values()) {
      OwnRules saved = own(family);
      if (!saved.reached() || !saved.isSameAs(OwnRules.of(host.filter(family)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * A line of others' that the host has and they don't, or the other way round: one that comes and
   * goes, such as a ban. Empty if all that would change by saving is Durward's.
   */
  Optional<String> unsaved(IptablesSnapshot host) {
    for (Family family : Family.values()) {
      List<String> live = OwnRules.others(host.dump(family));
      List<String> saved;
      try {
        saved = OwnRules.others(dump(family));
      } catch (IOException e) {
        return Optional.of("what " + file(family) + " can't be asked for: " + e.getMessage());
      }
      if (!live.equals(saved)) {
        return Optional.of(difference(live, saved));
      }
    }
    return Optional.empty();
  }

  private static String difference(List<String> live, List<String> saved) {
    List<String> surplus = new ArrayList<>(live);
    saved.forEach(surplus::remove);
    List<String> gone = new ArrayList<>(saved);
    live.forEach(gone::remove);
    if (!surplus.isEmpty()) {
      return "`" + surplus.get(0) + "`";
    }
    return gone.isEmpty() ? "another order of theirs" : "that `" + gone.get(0) + "` is gone";
  }

  private SaveDump dump(Family family) throws IOException {
    Path file = root.path(file(family));
    if (Files.notExists(file)) {
      return new SaveDump(Map.of());
    }
    try {
      return SaveDump.parse(Files.readAllBytes(file));
    } catch (SaveDump.Unreadable e) {
      throw new IOException(file + " " + e.getMessage(), e);
    }
  }

  private String file(Family family) {
    return distribution.file(family);
  }
}
