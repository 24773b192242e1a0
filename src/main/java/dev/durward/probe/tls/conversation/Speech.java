package dev.durward.probe.tls.conversation;

import java.util.regex.Pattern;

/**
 * What something says that speaks neither TLS nor what it was asked.
 *
 * @param tongue what it seems to speak
 * @param line the beginning of its first line, printable ASCII
 */
public record Speech(Tongue tongue, String line) implements Answer, HttpAnswer {
  private static final int LONGEST = 80;

  /** A protocol that is known by its first line; the first that fits counts. */
  public enum Tongue {
    HTTP("HTTP without TLS", "(?is)(HTTP/|<!doctype html|<html).*"),
    SSH("SSH", "(?s)SSH-.*"),
    FTP("FTP", "(?is)220[ -].*FTP.*"),
    SMTP("SMTP", "(?is)220[ -].*SMTP.*"),
    MAIL_OR_FILES("SMTP or FTP", "(?s)220[ -].*"),
    IMAP("IMAP", "(?s)\\* (OK|PREAUTH|BYE).*"),
    POP3("POP3", "(?s)\\+OK.*"),
    VNC("VNC", "(?s)RFB \\d.*"),
    UNKNOWN("an unknown protocol", "(?s).*");

    private final String words;
    private final Pattern form;

    Tongue(String words, String form) {
      this.words = words;
      this.form = Pattern.compile(form);
    }
  }

  /** Takes a line for what it seems to be. */
  public static Speech of(String text) {
    Tongue tongue = Tongue.UNKNOWN;
    for (Tongue each : Tongue.values()) {
      if (each.form.matcher(text).matches()) {
        tongue = each;
        break;
      }
    }
    return new Speech(tongue, Printable.of(text, LONGEST));
  }

  /** {@code speaks SSH: SSH-2.0-OpenSSH_9.2}. */
  @Override
  public String toString() {
    return "speaks " + tongue.words + (line.isEmpty() ? "" : ": " + line);
  }
}
