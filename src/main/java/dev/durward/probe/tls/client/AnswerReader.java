package dev.durward.probe.tls.client;

import dev.durward.probe.tls.conversation.Answer;
import dev.durward.probe.tls.conversation.Answer.Alert;
import dev.durward.probe.tls.conversation.Answer.ServerHello;
import dev.durward.probe.tls.conversation.Conversation;
import dev.durward.probe.tls.conversation.Printable;
import dev.durward.probe.tls.conversation.Speech;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Version;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what a server answers to a ClientHello, RFC 8446 sections 4 and 5. */
public final class AnswerReader {
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int MAJOR_VERSION = 3;
  private static final int ALPN = 16;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int RECORD_HEADER = 5;
  private static final int MESSAGE_HEADER = 4;

  /** What is chosen takes some hundred bytes. */
  private static final int LONGEST_HELLO = 16_384;

  private static final int LONGEST_LINE = 256;

  private final Conversation conversation;

  private AnswerReader(Conversation conversation) {
    this.conversation = conversation;
  }

  /** A record's type and what it holds. */
  private record Fragment(int type, ByteBuffer content) {}

  /** Sends a ClientHello and reads the answer to it. */
  public static Answer ask(Conversation conversation, ClientHello hello) throws IOException {
    conversation.send(hello.toBytes());
    return new AnswerReader(conversation).read();
  }

  private Answer read() throws IOException {
    byte[] header = conversation.read(RECORD_HEADER);
    if (header.length == 0) {
      throw new EOFException();
    }
    if (!startsRecord(header)) {
      return speech(header);
    }
    Fragment fragment = fragment(header);
    if (fragment.type() == ALERT && fragment.content().remaining() == 2) {
      return new Alert(fragment.content().get(1) & 0xff);
    }
    if (fragment.type() != HANDSHAKE) {
      return unintelligible("a record of type " + fragment.type());
    }
    try {
      return hello(message(fragment));
    } catch (BufferUnderflowException e) {
      return unintelligible("a broken ServerHello");
    }
  }

  private static Answer unintelligible(String what) {
    return new Trouble(Trouble.Kind.UNINTELLIGIBLE, what);
  }

  private static boolean startsRecord(byte[] header) {
    return header.length == RECORD_HEADER
        && (header[0] == ALERT || header[0] == HANDSHAKE)
        && header[1] == MAJOR_VERSION;
  }

  /** A line that doesn't end in time is none the less known by its beginning. */
  private Answer speech(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    if (end >= 0) {
      return Speech.of(text.substring(0, end));
    }
    try {
      return Speech.of(text + conversation.readLine(LONGEST_LINE));
    } catch (IOException e) {
      return Speech.of(text);
    }
  }

  private Fragment fragment(byte[] header) throws IOException {
    int length = (header[3] & 0xff) << 8 | (header[4] & 0xff);
    byte[] content = conversation.read(length);
    if (content.length < length) {
      throw new EOFException();
    }
    return new Fragment(header[0], ByteBuffer.wrap(content));
  }

  /** The first message, which may be spread over several records. */
  private ByteBuffer message(Fragment first) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first.content().array());
    while (bytes.size() < MESSAGE_HEADER || bytes.size() < MESSAGE_HEADER + length(bytes)) {
      byte[] header = conversation.read(RECORD_HEADER);
      if (!startsRecord(header) || header[0] != HANDSHAKE || bytes.size() > LONGEST_HELLO) {
        throw new BufferUnderflowException();
      }
      bytes.writeBytes(fragment(header).content().array());
    }
    return ByteBuffer.wrap(bytes.toByteArray(), 0, MESSAGE_HEADER + length(bytes));
  }

  private static int length(ByteArrayOutputStream bytes) {
    return ByteBuffer.wrap(bytes.toByteArray()).getInt() & 0xff_ffff;
  }

  private static Answer hello(ByteBuffer message) {
    if (message.get() != SERVER_HELLO) {
      return unintelligible("a message that is no ServerHello");
    }
    message.position(MESSAGE_HEADER);
    int version = number16(message);
    message.position(skipped(message, 32)); // the random
    message.position(skipped(message, message.get() & 0xff)); // the session
    int cipher = number16(message);
    message.get(); // the compression
    Optional<String> alpn = Optional.empty();
    ByteBuffer extensions = message.hasRemaining() ? vector16(message) : message;
    while (extensions.hasRemaining()) {
      int type = number16(extensions);
      ByteBuffer content = vector16(extensions);
      if (type == SUPPORTED_VERSIONS) {
        version = number16(content);
      } else if (type == ALPN) {
        alpn = Optional.of(name(vector16(content)));
      }
    }
    int chosen = version;
    Optional<String> protocol = alpn;
    return Version.of(version)
        .<Answer>map(known -> new ServerHello(known, cipher, protocol))
        .orElseGet(() -> unintelligible(String.format("version 0x%04X", chosen)));
  }

  private static String name(ByteBuffer names) {
    byte[] name = new byte[names.get() & 0xff];
    names.get(name);
    return Printable.of(new String(name, StandardCharsets.ISO_8859_1), LONGEST_LINE);
  }

  private static int number16(ByteBuffer buffer) {
    return buffer.getShort() & 0xffff;
  }

  private static ByteBuffer vector16(ByteBuffer buffer) {
    int length = number16(buffer);
    int start = buffer.position();
    buffer.position(skipped(buffer, length));
    return buffer.slice(start, length);
  }

  private static int skipped(ByteBuffer buffer, int count) {
    if (count > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    return buffer.position() + count;
  }
}
