package dev.durward.probe.ssh;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One TCP connection that the far side opens, or does not. Its methods may be called by many. */
final class Tunnel {
  /** So many bytes may come before they are read. */
  static final int WINDOW = 256 * 1024;

  private final Packets packets;
  private final Deque<byte[]> received = new ArrayDeque<>();
  private State state = State.ASKED;
  private Optional<Refusal> refusal = Optional.empty();
  private long decided;
  private int remote;
  private int largest;
  private long room;
  private int consumed;
  private boolean inputEnded;
  private boolean closed;

  /** What is known of it. */
  enum State {
    ASKED,
    OPEN,
    REFUSED,
    /** The connection to the far side has ended before that was known. */
    LOST
  }

  /**
   * Why the far side has opened none.
   *
   * @param code of RFC 4254, section 5.1
   * @param words its own
   */
  record Refusal(int code, String words) {}

  Tunnel(Packets packets) {
    this.packets = packets;
  }

  synchronized State state() {
    return state;
  }

  synchronized Optional<Refusal> refusal() {
    return refusal;
  }

  /** When it was decided about, as of {@code System.nanoTime}. */
  synchronized long decided() {
    return decided;
  }

  /** Waits until it is decided about, or until then. */
  synchronized void await(long deadline) throws InterruptedException {
    for (long left = millis(deadline); state == State.ASKED && left > 0; left = millis(deadline)) {
      wait(left);
    }
  }

  private static long millis(long deadline) {
    return (deadline - System.nanoTime() + 999_999) / 1_000_000;
  }

  private void decide(State now) {
    state = now;
    decided = System.nanoTime();
    notifyAll();
  }

  synchronized void confirm(int remoteNumber, int window, int packet) throws IOException {
    remote = remoteNumber;
    room = Integer.toUnsignedLong(window);
    largest = packet;
    decide(State.OPEN);
    if (closed) {
      packets.send(Tunnels.CLOSE, remote); // nobody waits for it any more
    }
  }

  synchronized void fail(int code, String words) {
    refusal = Optional.of(new Refusal(code, words));
    decide(State.REFUSED);
  }

  synchronized void lose() {
    if (state == State.ASKED) {
      decide(State.LOST);
    }
    endAll();
  }

  synchronized void widen(int bytes) {
    room += Integer.toUnsignedLong(bytes);
    notifyAll();
  }

  synchronized void receive(byte[] bytes) {
    if (!closed && bytes.length > 0) {
      received.add(bytes);
      notifyAll();
    }
  }

  synchronized void endInput() {
    inputEnded = true;
    notifyAll();
  }

  synchronized void endAll() {
    inputEnded = true;
    if (state == State.OPEN && !closed) {
      close();
    }
    notifyAll();
  }

  /** Reads as {@code InputStream.read} does. */
  synchronized int read(byte[] into, int offset, int length) throws IOException {
    pauseUntil(() -> !received.isEmpty() || inputEnded || closed);
    byte[] first = received.poll();
    if (first == null) {
      if (inputEnded) {
        return -1;
      }
      throw new SocketException("closed");
    }
    int count = Math.min(length, first.length);
    System.arraycopy(first, 0, into, offset, count);
    if (count < first.length) {
      received.addFirst(Arrays.copyOfRange(first, count, first.length));
    }
    consumed += count;
    if (consumed > WINDOW / 2 && !closed) {
      packets.send(Tunnels.ADJUST, remote, consumed);
      consumed = 0;
    }
    return count;
  }

  synchronized int available() {
    return received.stream().mapToInt(bytes -> bytes.length).sum();
  }

  /** Writes all of it, when there is room. */
  synchronized void write(byte[] from, int offset, int length) throws IOException {
    int next = offset;
    while (next < offset + length) {
      pauseUntil(() -> room > 0 || closed);
      if (closed) {
        throw new SocketException("closed");
      }
      int count = (int) Math.min(Math.min(room, largest), offset + length - next);
      packets.send(Tunnels.DATA, remote, Arrays.copyOfRange(from, next, next + count));
      room -= count;
      next += count;
    }
  }

  synchronized void endOutput() throws IOException {
    if (state == State.OPEN && !closed) {
      packets.send(Tunnels.EOF, remote);
    }
  }

  private synchronized void pauseUntil(BooleanSupplier done) throws IOException {
    try {
      while (!done.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketException("interrupted");
    }
  }

  /** Closes it; if it is not decided about, as soon as it is. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    notifyAll();
    if (state == State.OPEN) {
      try {
        packets.send(Tunnels.CLOSE, remote);
      } catch (IOException e) {
        // it has ended with everything else
      }
    }
  }
}
