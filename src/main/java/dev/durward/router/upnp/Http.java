package dev.durward.router.upnp;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the gateway, and nobody else, by HTTP/1.1 (RFC 9112). The JDK's own client would take a
 * proxy, follow what it is told to and read bodies of any size, each of which it would have to be
 * talked out of; and its threads might be in another network namespace.
 */
final class Http {
  /** No description and no answer of a router is as long. */
  static final int LONGEST_BODY = 256 * 1024;

  private static final int LONGEST_LINE = 8_192;
  private static final int MOST_LINES = 100;
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[0-9] ([1-5][0-9]{2})(?: .*)?");

  private final Peer peer;

  Http(Peer peer) {
    this.peer = peer;
  }

  /** What came: a final status, and all of its body. */
  record Answer(int status, InputStream body) {}

  /** Reads a page. */
  Answer get(Page page, Deadline deadline) throws IOException {
    return ask("GET", page, "", new byte[0], deadline);
  }

  /**
   * Sends something to a page.
   *
   * @param fields lines of the head, each with its end
   */
  Answer post(Page page, String fields, byte[] body, Deadline deadline) throws IOException {
    String length = "Content-Length: " + body.length + "\r\n";
    return ask("POST", page, fields + length, body, deadline);
  }

  private Answer ask(String method, Page page, String fields, byte[] body, Deadline deadline)
      throws IOException {
    String head =
        method
            + " "
            + page.path()
            + " HTTP/1.1\r\nHost: "
            + page.host()
            + "\r\nUser-Agent: Durward UPnP/1.1\r\nConnection: close\r\n"
            + fields
            + "\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    // A channel is closed when the thread is interrupted, and takes no proxy.
    try (SocketChannel channel = SocketChannel.open()) {
      channel.bind(new InetSocketAddress(peer.local(), 0));
      Socket socket = channel.socket();
      socket.connect(new InetSocketAddress(peer.router(), page.port()), deadline.millis());
      socket.getOutputStream().write(request.toByteArray());
      return read(new BufferedInputStream(new TimedInput(socket, deadline)));
    }
  }

  /** A socket's own time-out bounds each read: bytes that drip in would never end. */
  private static final class TimedInput extends InputStream {
    private final Socket socket;
    private final Deadline deadline;

    TimedInput(Socket socket, Deadline deadline) {
      this.socket = socket;
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      socket.setSoTimeout(deadline.millis());
      return socket.getInputStream().read(bytes, offset, length);
    }
  }

  private static Answer read(InputStream input) throws IOException {
    for (int heads = 0; heads < MOST_LINES; heads++) {
      Matcher line = STATUS_LINE.matcher(line(input));
      if (!line.matches()) {
        throw new IOException("the router does not answer by HTTP");
      }
      int status = Integer.parseInt(line.group(1));
      Map<String, String> fields = fields(input);
      // RFC 9110 section 15.2: any number of those may come before the real one.
      if (status >= 200) {
        return new Answer(status, new ByteArrayInputStream(body(input, fields)));
      }
    }
    throw new IOException("the router's answer does not begin");
  }

  private static Map<String, String> fields(InputStream input) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (int lines = 0; lines < MOST_LINES; lines++) {
      String line = line(input);
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        fields.putIfAbsent(name, line.substring(colon + 1).strip().toLowerCase(Locale.ROOT));
      }
    }
    throw new IOException("the head of the router's answer has too many lines");
  }

  /** RFC 9112 section 6.3. */
  private static byte[] body(InputStream input, Map<String, String> fields) throws IOException {
    if (!fields.getOrDefault("content-encoding", "identity").equals("identity")) {
      throw new IOException("the router's answer is encoded, which it was not asked for");
    }
    String coding = fields.get("transfer-encoding");
    if (coding != null) {
      if (!coding.equals("chunked")) {
        throw new IOException("the router's answer is encoded, which it was not asked for");
      }
      return chunks(input);
    }
    String length = fields.get("content-length");
    if (length == null) {
      byte[] body = input.readNBytes(LONGEST_BODY + 1);
      checkSize(body.length);
      return body;
    }
    return exactly(input, number(length, 10));
  }

  private static byte[] chunks(InputStream input) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = number(line(input).replaceFirst("[ \t]*(;.*)?$", ""), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      checkSize(body.size() + size);
      body.write(exactly(input, size));
      if (!line(input).isEmpty()) {
        throw new IOException("the router's answer is not as long as it says");
      }
    }
  }

  private static byte[] exactly(InputStream input, int size) throws IOException {
    byte[] bytes = input.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the router's answer broke off");
    }
    return bytes;
  }

  /** A length, of digits alone, that is no longer than is read. */
  private static int number(String digits, int base) throws IOException {
    if (!digits.matches("[0-9A-Fa-f]{1,8}")) {
      throw new IOException("the length of the router's answer can't be read");
    }
    long size;
    try {
      size = Long.parseLong(digits, base);
    } catch (NumberFormatException e) {
      throw new IOException("the length of the router's answer can't be read", e);
    }
    checkSize(size);
    return (int) size;
  }

  private static void checkSize(long size) throws IOException {
    if (size > LONGEST_BODY) {
      throw new IOException("the router's answer is longer than " + LONGEST_BODY / 1024 + " KB");
    }
  }

  /** A line without its end, ISO 8859-1. */
  private static String line(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    int read;
    while ((read = input.read()) != '\n') {
      if (read < 0) {
        throw new EOFException("the router's answer broke off");
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a line in the head of the router's answer is too long");
      }
      line.append((char) read);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }
}
