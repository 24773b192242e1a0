package dev.durward.probe.tls.conversation;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection with an end: when its time is over it is closed, whatever it waits for. A socket's
 * own time-out bounds each read, so a peer that sends a byte now and then would never end.
 */
public final class Conversation implements AutoCloseable {
  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;
  private final CountDownLatch over;
  private final AtomicBoolean late;

  private Conversation(Socket socket, CountDownLatch over, AtomicBoolean late) throws IOException {
    this.socket = socket;
    this.input = socket.getInputStream();
    this.output = socket.getOutputStream();
    this.over = over;
    this.late = late;
  }

  /** Takes over a connected socket. */
  static Conversation over(Socket socket, Duration timeout) throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean late = new AtomicBoolean();
    Conversation conversation = new Conversation(socket, over, late);
    Thread watch = new Thread(() -> end(socket, timeout, over, late), "durward-time-limit");
    watch.setDaemon(true);
    watch.start();
    return conversation;
  }

  private static void end(
      Socket socket, Duration timeout, CountDownLatch over, AtomicBoolean late) {
    try {
      if (!over.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        late.set(true);
        socket.close();
      }
    } catch (InterruptedException | IOException e) {
      // nobody interrupts it, and a socket that can't be closed has no more to say
    }
  }

  /** The same conversation, in what speaks over it: it ends with this one, at the same time. */
  public Conversation through(Socket layer) throws IOException {
    return new Conversation(layer, over, late);
  }

  /** For what speaks over it. */
  public Socket socket() {
    return socket;
  }

  /** Sends bytes at once. */
  public void send(byte[] bytes) throws IOException {
    output.write(bytes);
    output.flush();
  }

  /** Sends text at once, ISO 8859-1. */
  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Reads so many bytes.
   *
   * @return fewer only where the peer ended before
   */
  public byte[] read(int count) throws IOException {
    return input.readNBytes(count);
  }

  /**
   * Reads a line and no byte beyond it, since TLS may follow.
   *
   * @return it without its end, ISO 8859-1; cut off after {@code most} characters
   * @throws EOFException if not a single byte came
   */
  public String readLine(int most) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read = input.read();
    if (read < 0) {
      throw new EOFException();
    }
    while (read >= 0 && read != '\n' && line.size() < most) {
      line.write(read);
      read = input.read();
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** What an error in it means. */
  public Trouble trouble(IOException error) {
    return late.get() ? Trouble.of(Trouble.Kind.SILENT) : Trouble.of(error);
  }

  @Override
  public void close() {
    over.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      // all that it had to say is known
    }
  }
}
