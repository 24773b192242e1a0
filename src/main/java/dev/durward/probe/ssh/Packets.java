package dev.durward.probe.ssh;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The connection protocol of SSH (RFC 4254), spoken in the clear with an ssh of this host that does
 * all the rest: OpenSSH's PROTOCOL.mux, section 8, "Requesting passing of proxy" (since 7.4).
 */
final class Packets implements AutoCloseable {
  private static final int HELLO = 1;
  private static final int VERSION = 4;
  private static final int PROXY = 0x1000_000f;
  private static final int PROXY_GRANTED = 0x8000_000f;
  private static final int LARGEST = 256 * 1024;

  private final SocketChannel link;
  private final DataInputStream input;

  private Packets(SocketChannel link) {
    this.link = link;
    this.input = new DataInputStream(Channels.newInputStream(link));
  }

  /**
   * Connects to the control socket of an ssh.
   *
   * @throws IOException if there is none, or it is not understood
   */
  static Packets over(Path socket) throws IOException {
    SocketChannel link = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      link.connect(UnixDomainSocketAddress.of(socket));
      Packets packets = new Packets(link);
      packets.write(ByteBuffer.allocate(8).putInt(HELLO).putInt(VERSION));
      packets.expect(HELLO);
      packets.write(ByteBuffer.allocate(8).putInt(PROXY).putInt(0));
      packets.expect(PROXY_GRANTED);
      return packets;
    } catch (IOException e) {
      link.close();
      throw e;
    }
  }

  private void expect(int type) throws IOException {
    int came = frame().getInt();
    if (came != type) {
      throw new ProtocolException(
          "ssh does not pass packets on (" + Integer.toHexString(came) + ")");
    }
  }

  private ByteBuffer frame() throws IOException {
    int length = input.readInt();
    if (length < 2 || length > LARGEST) {
      throw new ProtocolException("a packet of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    input.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** The next packet, from its type on; for one thread. */
  ByteBuffer read() throws IOException {
    ByteBuffer frame = frame();
    frame.get(); // the length of the padding, of which there is none
    return frame;
  }

  /**
   * Sends a packet.
   *
   * @param parts numbers (uint32) and strings or bytes (string)
   */
  void send(int type, Object... parts) throws IOException {
    int size = 2;
    for (Object part : parts) {
      size += part instanceof Integer ? 4 : 4 + bytes(part).length;
    }
    ByteBuffer packet = ByteBuffer.allocate(size).put((byte) 0).put((byte) type);
    for (Object part : parts) {
      if (part instanceof Integer number) {
        packet.putInt(number);
      } else {
        packet.putInt(bytes(part).length).put(bytes(part));
      }
    }
    write(packet);
  }

  private static byte[] bytes(Object part) {
    return part instanceof byte[] raw ? raw : part.toString().getBytes(StandardCharsets.UTF_8);
  }

  private synchronized void write(ByteBuffer content) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(4 + content.position());
    frame.putInt(content.position()).put(content.flip()).flip();
    while (frame.hasRemaining()) {
      link.write(frame);
    }
  }

  /** The text of a string field. */
  static byte[] string(ByteBuffer packet) throws IOException {
    int length = packet.getInt();
    if (length < 0 || length > packet.remaining()) {
      throw new ProtocolException("a string of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    packet.get(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
