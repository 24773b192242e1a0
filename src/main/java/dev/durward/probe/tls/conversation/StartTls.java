package dev.durward.probe.tls.conversation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** What a client says to a server that turns to TLS only when asked. */
public enum StartTls {
  /** RFC 3207. */
  SMTP {
    @Override
    void ask(Conversation conversation) throws IOException {
      reply(conversation, "220");
      conversation.send("EHLO durward.invalid\r\n");
      reply(conversation, "250");
      conversation.send("STARTTLS\r\n");
      reply(conversation, "220");
    }
  },
  /** RFC 9051 section 6.2.1. */
  IMAP {
    @Override
    void ask(Conversation conversation) throws IOException {
      expect(conversation.readLine(LONGEST_LINE), "* OK");
      conversation.send("d1 STARTTLS\r\n");
      String line = conversation.readLine(LONGEST_LINE);
      for (int lines = 1; line.startsWith("* ") && lines < MOST_LINES; lines++) {
        line = conversation.readLine(LONGEST_LINE);
      }
      expect(line, "d1 OK");
    }
  },
  /** RFC 2595 section 4. */
  POP3 {
    @Override
    void ask(Conversation conversation) throws IOException {
      expect(conversation.readLine(LONGEST_LINE), "+OK");
      conversation.send("STLS\r\n");
      expect(conversation.readLine(LONGEST_LINE), "+OK");
    }
  },
  /** PostgreSQL's message SSLRequest; it is answered by one byte, S or N. */
  POSTGRES {
    @Override
    void ask(Conversation conversation) throws IOException {
      conversation.send(ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array());
      byte[] answer = conversation.read(1);
      expect(answer.length == 0 ? "" : String.valueOf((char) answer[0]), "S");
    }
  };

  private static final int LONGEST_LINE = 2000;
  private static final int MOST_LINES = 100;
  private static final int LONGEST_SHOWN = 80;
  private static final int SSL_REQUEST = 80_877_103;

  /** That a server doesn't turn to TLS. */
  static final class Refusal extends IOException {
    Refusal(String message) {
      super(message);
    }
  }

  /** What is asked on a port where TLS doesn't come first. */
  public static Optional<StartTls> usualOn(int port) {
    return switch (port) {
      case 25, 587 -> Optional.of(SMTP);
      case 143 -> Optional.of(IMAP);
      case 110 -> Optional.of(POP3);
      case 5432 -> Optional.of(POSTGRES);
      default -> Optional.empty();
    };
  }

  /**
   * Asks; after it the server waits for a ClientHello.
   *
   * @throws Refusal if the server won't
   */
  abstract void ask(Conversation conversation) throws IOException;

  /** The name in reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a reply of several lines, RFC 5321 section 4.2.1. */
  private static void reply(Conversation conversation, String code) throws IOException {
    String line = conversation.readLine(LONGEST_LINE);
    for (int lines = 1; line.startsWith(code + "-") && lines < MOST_LINES; lines++) {
      line = conversation.readLine(LONGEST_LINE);
    }
    expect(line, code);
  }

  private static void expect(String line, String start) throws Refusal {
    if (!line.regionMatches(true, 0, start, 0, start.length())) {
      throw new Refusal(
          "wanted " + start + " and got \"" + Printable.of(line, LONGEST_SHOWN) + "\"");
    }
  }
}
