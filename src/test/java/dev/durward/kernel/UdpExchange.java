package dev.durward.kernel;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** Datagrams from one socket to somebody who sends them back. */
final class UdpExchange implements AutoCloseable {
  private static final int PATIENT = 5_000;
  private static final int QUICK = 500;

  private final DatagramSocket socket;
  private final InetSocketAddress to;
  private byte next;

  private UdpExchange(DatagramSocket socket, InetSocketAddress to) {
    this.socket = socket;
    this.to = to;
  }

  /** Opens the socket, in the network namespace of the calling thread. */
  static UdpExchange open(InetSocketAddress from, InetSocketAddress to) throws IOException {
    return new UdpExchange(new DatagramSocket(from), to);
  }

  /** Whether a datagram comes back. */
  boolean flows() throws IOException {
    return echoed(PATIENT);
  }

  /** Whether one doesn't, as far as a moment tells. */
  boolean isOver() throws IOException {
    return !echoed(QUICK);
  }

  private boolean echoed(int patience) throws IOException {
    next++;
    socket.setSoTimeout(patience);
    DatagramPacket answer = new DatagramPacket(new byte[1], 1);
    try {
      socket.send(new DatagramPacket(new byte[] {next}, 1, to));
      do {
        socket.receive(answer);
      } while (answer.getData()[0] != next);
      return true;
    } catch (IOException e) {
      // Nothing came, or this host refuses to send it (Operation not permitted).
      return false;
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
