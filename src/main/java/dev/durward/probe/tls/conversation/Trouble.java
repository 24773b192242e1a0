package dev.durward.probe.tls.conversation;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Why a conversation came to nothing. Told by the types of exceptions: their text differs from one
 * Java to the next.
 *
 * @param kind what happened
 * @param detail more of it, without a full stop; for the eye alone
 */
public record Trouble(Kind kind, String detail) implements Answer, HttpAnswer {
  /** What happened. */
  public enum Kind {
    /** There was no connection. */
    UNREACHABLE("could not be reached"),
    /** No answer, or not a whole one, in time. */
    SILENT("gave no whole answer in time"),
    /** The peer ended the connection in order. */
    CLOSED("closed the connection without an answer"),
    /** The peer broke the connection. */
    RESET("reset the connection"),
    /** The peer said no. */
    REFUSED("refused"),
    /** The peer said what the protocol doesn't have. */
    UNINTELLIGIBLE("answered what is not understood");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  static Trouble of(Kind kind) {
    return new Trouble(kind, "");
  }

  /** What an error in a running conversation means. */
  static Trouble of(IOException error) {
    String detail = error.getMessage() == null ? "" : error.getMessage();
    return new Trouble(kind(error), detail);
  }

  private static Kind kind(IOException error) {
    // An SSLException may be no more than the wrapping of what happened to the connection.
    for (@Nullable Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof EOFException) {
        return Kind.CLOSED;
      }
      if (each instanceof SocketException) {
        return Kind.RESET;
      }
    }
    if (error instanceof SSLHandshakeException || error instanceof StartTls.Refusal) {
      return Kind.REFUSED;
    }
    return error instanceof SSLException ? Kind.UNINTELLIGIBLE : Kind.CLOSED;
  }

  /** {@code reset the connection (Connection reset)}. */
  @Override
  public String toString() {
    return kind.words + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
