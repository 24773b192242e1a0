package dev.durward.probe.tls.conversation;

import javax.security.auth.x500.X500Principal;

/** Text of a peer, made fit to be shown: a peer must not be able to write on the terminal. */
public final class Printable {
  private static final int LONGEST_NAME = 300;

  private Printable() {}

  /** A distinguished name, RFC 2253. */
  public static String of(X500Principal name) {
    return of(name.getName(), LONGEST_NAME);
  }

  /** ASCII, a dot for what can't be printed, and no longer than {@code most} and an ellipsis. */
  public static String of(String text, int most) {
    StringBuilder shown = new StringBuilder();
    String line = text.strip();
    for (int i = 0; i < Math.min(line.length(), most); i++) {
      char c = line.charAt(i);
      shown.append(c >= ' ' && c < 0x7f ? c : '.');
    }
    return line.length() > most ? shown.append("...").toString() : shown.toString();
  }
}
