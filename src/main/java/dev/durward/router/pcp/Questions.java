package dev.durward.router.pcp;

import dev.durward.model.IpAddress;
import dev.durward.platform.Gateway;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;

/**
 * Questions to one router, each a datagram that is sent again until an answer comes (RFC 6886
 * section 3.1 and RFC 6887 section 8.1.1, but with an end). The sockets are connected, so that the
 * system drops what others send, and each question has one of its own, so that no answer of an
 * earlier one comes to it.
 */
final class Questions {
  /** Of PCP (RFC 6887 section 19.1) and NAT-PMP; what announcements come to is another. */
  static final int PORT = 5351;

  /** The greatest message (RFC 6887 section 7). */
  static final int MOST_BYTES = 1_100;

  /** How long an answer is waited for before a question is sent again, doubled each time. */
  private static final long FIRST_WAIT_NANOS = Duration.ofMillis(250).toNanos();

  /** For all questions of a call together: four waits, 0.25 + 0.5 + 1 + 2 seconds. */
  private static final long PATIENCE_NANOS = 15 * FIRST_WAIT_NANOS;

  private final Gateway gateway;
  private final int port;
  private final long end = System.nanoTime() + PATIENCE_NANOS;

  /** The time for all of them runs from now. */
  Questions(Gateway gateway, int port) {
    this.gateway = gateway;
    this.port = port;
  }

  /** Takes an answer apart. */
  @FunctionalInterface
  interface Reader<T> {
    /** What it says; empty if it is none to that question. */
    Optional<T> read(ByteBuffer datagram);
  }

  /**
   * Asks. What is no answer, or one to something else, is passed over. After the time is over, a
   * question is still sent once, and an answer waited for shortly: to give back what was given.
   *
   * @return empty if no answer came in time
   * @throws PortUnreachableException if the router says that nobody listens there
   * @throws IOException if it can't be asked
   */
  <T> Optional<T> ask(byte[] question, Reader<T> reader) throws IOException, InterruptedException {
    boolean four = gateway.address().family().bits() == 32;
    try (Selector selector = Selector.open();
        DatagramChannel channel =
            DatagramChannel.open(
                four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
      channel.bind(new InetSocketAddress(gateway.local().toInetAddress(), 0));
      channel.connect(new InetSocketAddress(router(), port));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      long wait = FIRST_WAIT_NANOS;
      Optional<T> answer = Optional.empty();
      do {
        channel.write(ByteBuffer.wrap(question));
        long now = System.nanoTime();
        long until = now + Math.max(FIRST_WAIT_NANOS, Math.min(wait, end - now));
        answer = await(selector, channel, until, reader);
        wait *= 2;
      } while (answer.isEmpty() && System.nanoTime() - end < 0);
      return answer;
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw interrupted();
    }
  }

  private static InterruptedException interrupted() {
    return new InterruptedException("the router was being asked");
  }

  private static <T> Optional<T> await(
      Selector selector, DatagramChannel channel, long until, Reader<T> reader)
      throws IOException, InterruptedException {
    // A byte more, so that a longer datagram is seen to be one.
    ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES + 1);
    long left = until - System.nanoTime();
    while (left > 0) {
      selector.select(Math.max(1, Duration.ofNanos(left).toMillis()));
      if (Thread.interrupted()) {
        throw interrupted();
      }
      selector.selectedKeys().clear();
      buffer.clear();
      if (channel.read(buffer) > 0 && buffer.position() <= MOST_BYTES) {
        Optional<T> answer = reader.read(buffer.flip().asReadOnlyBuffer());
        if (answer.isPresent()) {
          return answer;
        }
      }
      left = until - System.nanoTime();
    }
    return Optional.empty();
  }

  /** A link-local address goes with the interface that it is at. */
  private InetAddress router() throws IOException {
    IpAddress address = gateway.address();
    InetAddress plain = address.toInetAddress();
    NetworkInterface card =
        plain.isLinkLocalAddress() && plain instanceof Inet6Address
            ? NetworkInterface.getByName(gateway.networkInterface())
            : null;
    return card == null
        ? plain
        : Inet6Address.getByAddress(null, plain.getAddress(), card.getIndex());
  }
}
