package dev.durward.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A TCP connection between two sides of a lab, held open while rules change. */
final class Conversation implements AutoCloseable {
  /** What came of a byte that was sent. */
  enum Outcome {
    DELIVERED,
    /** Nothing came, for as long as one waited. */
    LOST,
    /** The side that sent it was told that the connection is over. */
    RESET
  }

  /** TCP sends again after 0.2, 0.6, 1.4, 3 and 6.2 seconds. */
  private static final int PATIENT = 10_000;

  private static final int QUICK = 500;

  private final Socket opener;
  private final Socket answerer;
  private byte next;
  private Socket waiting;
  private byte lost;

  private Conversation(Socket opener, Socket answerer) {
    this.opener = opener;
    this.answerer = answerer;
    this.waiting = answerer;
  }

  /**
   * Opens one.
   *
   * @param from the address that opens it, and its port, or 0
   * @param to the address that listens for it, and its port
   */
  static Conversation open(Side opens, InetSocketAddress from, Side answers, InetSocketAddress to)
      throws IOException, InterruptedException {
    try (ServerSocket server = answers.run(() -> listen(to))) {
      return open(opens, from, server, to);
    }
  }

  /**
   * Opens one with somebody who goes on listening.
   *
   * @param to an address and port of the one who listens
   */
  static Conversation open(
      Side opens, InetSocketAddress from, ServerSocket server, InetSocketAddress to)
      throws IOException, InterruptedException {
    Socket opener = opens.run(() -> connect(from, to));
    return new Conversation(opener, server.accept());
  }

  /** Begins to listen, in the network namespace of the calling thread. */
  static ServerSocket listen(InetSocketAddress at) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(at);
    server.setSoTimeout(PATIENT);
    return server;
  }

  private static Socket connect(InetSocketAddress from, InetSocketAddress to) throws IOException {
    Socket socket = new Socket();
    socket.setReuseAddress(true);
    socket.bind(from);
    socket.connect(to, PATIENT);
    socket.setTcpNoDelay(true);
    return socket;
  }

  static InetSocketAddress at(String address, int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  /** Whether a byte of each side reaches the other. */
  boolean flows() throws IOException {
    return send(opener, answerer, PATIENT) == Outcome.DELIVERED
        && send(answerer, opener, PATIENT) == Outcome.DELIVERED;
  }

  /** Sends a byte from the side that opened it, and looks for a moment what comes of it. */
  Outcome say() throws IOException {
    return send(opener, answerer, QUICK);
  }

  /** Sends a byte from the side that listened, and looks for a moment what comes of it. */
  Outcome answer() throws IOException {
    return send(answerer, opener, QUICK);
  }

  /** Waits for the byte that was lost last: TCP sends it again. */
  boolean recovers() throws IOException {
    waiting.setSoTimeout(PATIENT);
    int read;
    do {
      read = waiting.getInputStream().read();
    } while (read >= 0 && read != lost);
    return read == lost;
  }

  private Outcome send(Socket from, Socket to, int patience) throws IOException {
    next++;
    try {
      from.getOutputStream().write(next);
      to.setSoTimeout(patience);
      return to.getInputStream().read() == next ? Outcome.DELIVERED : Outcome.LOST;
    } catch (SocketTimeoutException e) {
      waiting = to;
      lost = next;
      return isReset(from) ? Outcome.RESET : Outcome.LOST;
    } catch (SocketException e) {
      return Outcome.RESET;
    }
  }

  private static boolean isReset(Socket socket) throws IOException {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Ends it without a word, so that no port waits for the other side. */
  @Override
  public void close() throws IOException {
    for (Socket socket : new Socket[] {opener, answerer}) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
