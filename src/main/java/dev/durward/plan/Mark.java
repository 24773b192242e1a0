package dev.durward.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owner's mark on what the host keeps for a rule: {@code durward:POLICY/RULE}.
 *
 * @param policy the policy, without a slash
 * @param rule the rule's name; shortened, with a digest at its end, if the mark would pass {@value
 *     #MAX_BYTES} bytes
 */
public record Mark(String policy, String rule) {
  /** nft takes no longer comments; iptables cuts those of more than 255 bytes in silence. */
  public static final int MAX_BYTES = 128;

  private static final String PREFIX = "durward:";
  private static final int DIGEST_BYTES = 6;

  /**
   * @throws IllegalArgumentException if it couldn't be read back as it was written: a line break or
   *     another control character, a slash in the policy, half a surrogate pair
   */
  public Mark {
    if (!isPlain(policy) || !isPlain(rule) || policy.indexOf('/') >= 0) {
      throw new IllegalArgumentException("no mark can be made of policy and rule name");
    }
  }

  /** The mark of a rule, whatever the length of its name. */
  public static Mark of(String policy, String rule) {
    int room = MAX_BYTES - bytes(PREFIX + policy + "/");
    // A char of Java's is three bytes at the most, so that few names need be encoded to be
    // measured.
    boolean fits = 3 * rule.length() <= room || bytes(rule) <= room;
    return new Mark(policy, fits ? rule : shorten(rule, room));
  }

  /** Reads a mark; empty if the text is none. */
  public static Optional<Mark> parse(String text) {
    int slash = text.indexOf('/');
    if (!text.startsWith(PREFIX) || slash <= PREFIX.length() || slash == text.length() - 1) {
      return Optional.empty();
    }
    return isPlain(text)
        ? Optional.of(new Mark(text.substring(PREFIX.length(), slash), text.substring(slash + 1)))
        : Optional.empty();
  }

  // Written out, since those that a record is given take 10 ms when they are first called.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Mark mark && rule.equals(mark.rule) && policy.equals(mark.policy);
  }

  @Override
  public int hashCode() {
    return 31 * policy.hashCode() + rule.hashCode();
  }

  /** The mark as it stands on the host. */
  public String text() {
    return PREFIX + policy + "/" + rule;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if ((c < ' ' || c > '~') && isRefused(c)) {
        return false;
      }
      i += Character.charCount(c) - 1;
    }
    return !text.isEmpty();
  }

  private static boolean isRefused(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static String shorten(String name, int room) {
    String tail = "~" + digest(name);
    StringBuilder head = new StringBuilder();
    int left = room - tail.length();
    for (int i = 0; i < name.length(); ) {
      String next = new String(Character.toChars(name.codePointAt(i)));
      left -= bytes(next);
      if (left < 0) {
        break;
      }
      head.append(next);
      i += next.length();
    }
    return head + tail;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String digest(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
