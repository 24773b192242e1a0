package dev.durward.rulefile;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was meant. */
final class Spelling {
  private static final int LONGEST = 64;
  private static final int MOST_CANDIDATES = 1000;

  private Spelling() {}

  /** The candidate that is nearest to a misspelt word, if one is near. */
  static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST || candidates.size() > MOST_CANDIDATES) {
      return Optional.empty();
    }
    String wanted = fold(word);
    String best = "";
    // A third of the letters may be wrong; of a word of two letters none but the case.
    int bestDistance = wanted.length() / 3 + 1;
    for (String candidate : candidates) {
      int distance = distance(wanted, fold(candidate));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /** The proposal for a misspelt word: the nearest candidate, or else {@code otherwise}. */
  static String propose(String word, Collection<String> candidates, String otherwise) {
    return nearest(word, candidates).map(Spelling::question).orElse(otherwise);
  }

  static String question(String word) {
    return "did you mean `" + word + "`?";
  }

  /** The user's own words for a message: in backquotes, safe and not too long. */
  static String quote(String text) {
    if (text.isEmpty()) {
      return "an empty text";
    }
    String shown = text.codePointCount(0, text.length()) > LONGEST ? cut(text) + "..." : text;
    return "`" + shown.replace("\r", "\\r").replace("\n", "\\n") + "`";
  }

  private static String cut(String text) {
    return text.substring(0, text.offsetByCodePoints(0, LONGEST));
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Edits from one word to the other, where two neighbours that changed places are one edit. */
  static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int least = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        row[j] = swapped ? Math.min(least, beforeLast[j - 2] + 1) : least;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[to.length()];
  }
}
