package dev.durward.platform;

import dev.durward.model.RuleSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names for imported rules: legal in a rule file and on each platform, and each given once. */
public final class RuleNames {
  private static final int LONGEST = 100;

  private final Set<String> taken = new HashSet<>(Set.of(RuleSet.INBOUND_BLOCK));

  /** Keeps a name from being given to another rule; false if it is given already. */
  public boolean reserve(String name) {
    return taken.add(name.toLowerCase(Locale.ROOT));
  }

  /** A name like the proposed one. Windows doesn't tell names apart by the case of letters. */
  public String like(String proposal) {
    String plain = plain(proposal);
    String name = plain;
    for (int i = 2; !reserve(name); i++) {
      name = plain + " " + i;
    }
    return name;
  }

  /**
   * Without quotes and what separates words on some platform, and not beginning as the place of a
   * text on Windows.
   */
  private static String plain(String proposal) {
    StringBuilder plain = new StringBuilder();
    proposal
        .codePoints()
        .filter(c -> c != '"' && c != '\'')
        .map(c -> c == '|' || c == '=' ? '-' : isSeen(c) ? c : ' ')
        .limit(LONGEST)
        .forEach(plain::appendCodePoint);
    String name = plain.toString().strip();
    while (name.startsWith("@")) {
      name = name.substring(1).strip();
    }
    return name.isBlank() ? "rule" : name;
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
