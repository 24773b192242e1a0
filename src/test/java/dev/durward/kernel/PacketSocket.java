package dev.durward.kernel;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whole Ethernet frames in and out of the namespace that it was opened in (packet(7)), past every
 * rule, route and table of neighbours there.
 */
final class PacketSocket implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int SOL_PACKET = 263;

  /** So that frames that were sent here aren't received here as well; since Linux 4.20. */
  private static final int PACKET_IGNORE_OUTGOING = 23;

  /** {@code ETH_P_ALL} in network byte order. */
  private static final int ALL =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0x0300 : 0x0003;

  private static final int NOTHING_THERE = 11; // EAGAIN
  private static final int LONGEST = 2_048;

  /** The C library's functions that Java has no counterpart for. */
  private static final class Calls {
    static {
      Native.register(Calls.class, "c");
    }

    private Calls() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int setsockopt(int fd, int level, int name, byte[] value, int length)
        throws LastErrorException;

    static native long sendto(
        int fd, byte[] frame, long length, int flags, byte[] address, int addressLength)
        throws LastErrorException;

    static native long recv(int fd, byte[] frame, long length, int flags) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
  }

  private final int fd;

  private PacketSocket(int fd) {
    this.fd = fd;
  }

  /** Opens one in the namespace of the calling thread, for all of its interfaces. */
  static PacketSocket open() throws IOException {
    try {
      int fd = Calls.socket(AF_PACKET, SOCK_RAW, ALL);
      byte[] yes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(1).array();
      Calls.setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, yes, yes.length);
      return new PacketSocket(fd);
    } catch (LastErrorException e) {
      throw new IOException("no packet socket: " + e.getMessage(), e);
    }
  }

  /** The number of an interface in the namespace of the calling thread. */
  static int index(String networkInterface) throws IOException {
    // Java's NetworkInterface looks into the namespace of the process's first thread.
    int index =
        Function.getFunction("c", "if_nametoindex").invokeInt(new Object[] {networkInterface});
    if (index == 0) {
      throw new IOException("no interface " + networkInterface);
    }
    return index;
  }

  /** Sends a frame by the interface of that number. */
  void send(int index, byte[] frame) throws IOException {
    ByteBuffer address = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    address.putShort((short) AF_PACKET).putShort((short) 0).putInt(index);
    try {
      Calls.sendto(fd, frame, frame.length, 0, address.array(), address.capacity());
    } catch (LastErrorException e) {
      throw new IOException("a frame could not be sent: " + e.getMessage(), e);
    }
  }

  /** The frames that have come since it was last asked. */
  List<byte[]> received() throws IOException {
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = new byte[LONGEST];
    try {
      while (true) {
        int length = (int) Calls.recv(fd, frame, frame.length, MSG_DONTWAIT);
        frames.add(Arrays.copyOf(frame, length));
      }
    } catch (LastErrorException e) {
      if (e.getErrorCode() != NOTHING_THERE) {
        throw new IOException("frames could not be received: " + e.getMessage(), e);
      }
      return frames;
    }
  }

  @Override
  public void close() {
    Calls.close(fd);
  }
}
