package dev.durward.kernel;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Servers of UDP that answer what they understand and nothing else, each written after its RFC and
 * not after the prober. They wait in the network namespace of the thread that opens them.
 */
final class Responders implements AutoCloseable {
  private final List<DatagramSocket> sockets = new ArrayList<>();

  /** What a server answers to a datagram. */
  interface Reply {
    Optional<byte[]> to(ByteBuffer asked);
  }

  /** Opens one at an address and port. */
  void open(String address, int port, Reply reply) throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, port));
    sockets.add(socket);
    Thread thread = new Thread(() -> serve(socket, reply), "responder " + port);
    thread.setDaemon(true);
    thread.start();
  }

  private static void serve(DatagramSocket socket, Reply reply) {
    byte[] buffer = new byte[2_048];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Optional<byte[]> answer = reply.to(ByteBuffer.wrap(buffer.clone(), 0, packet.getLength()));
        if (answer.isPresent()) {
          socket.send(
              new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // closed, or the other side has gone
      }
    }
  }

  /** RFC 1035: refuses (code 5) a query with one question, as a server does that knows no zone. */
  static Optional<byte[]> dns(ByteBuffer asked) {
    boolean isQuery =
        asked.remaining() >= 17 && (asked.get(2) & 0xf8) == 0 && asked.getShort(4) == 1;
    int end = 12;
    while (isQuery && end < asked.limit() && asked.get(end) != 0) {
      end += asked.get(end) + 1;
    }
    if (!isQuery || asked.limit() != end + 5) {
      return Optional.empty();
    }
    byte[] answer = new byte[asked.remaining()];
    asked.get(answer);
    answer[2] |= (byte) 0x80;
    answer[3] = 5;
    return Optional.of(answer);
  }

  /** RFC 5905 section 9.2: answers a client's packet of 48 bytes, its transmit time as origin. */
  static Optional<byte[]> ntp(ByteBuffer asked) {
    int first = asked.get(0);
    int version = first >> 3 & 7;
    if (asked.remaining() != 48 || (first & 7) != 3 || version < 1 || version > 4) {
      return Optional.empty();
    }
    ByteBuffer answer = ByteBuffer.allocate(48);
    answer.put(0, (byte) (version << 3 | 4)).put(1, (byte) 2).putLong(24, asked.getLong(40));
    return Optional.of(answer.array());
  }

  /** RFC 9000 section 6.1: says which versions it has to whoever comes with another one. */
  static Optional<byte[]> quic(ByteBuffer asked) {
    if (asked.remaining() < 1_200 || asked.get(0) >= 0 || asked.getInt(1) == 1) {
      return Optional.empty();
    }
    int toLength = asked.get(5);
    byte[] to = new byte[toLength];
    asked.get(6, to);
    byte[] from = new byte[asked.get(6 + toLength)];
    asked.get(7 + toLength, from);
    ByteBuffer answer = ByteBuffer.allocate(5 + 2 + to.length + from.length + 8);
    answer.put((byte) 0xaa).putInt(0);
    answer.put((byte) from.length).put(from).put((byte) to.length).put(to);
    answer.putInt(1).putInt(0x6b3343cf);
    return Optional.of(answer.array());
  }

  /** Takes everything and says nothing. */
  static Optional<byte[]> silent(ByteBuffer asked) {
    return Optional.empty();
  }

  @Override
  public void close() {
    sockets.forEach(DatagramSocket::close);
  }
}
