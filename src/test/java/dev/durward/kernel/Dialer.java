package dev.durward.kernel;

import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Direction;
import dev.durward.model.Flow;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens connections from the calling thread's network namespace, many at once. */
final class Dialer {
  private static final int TCP = 6;

  private Dialer() {}

  /**
   * Tries each flow's connection.
   *
   * @param patience how long silence lasts, in milliseconds
   */
  static List<Attempt> dial(List<Flow> flows, long patience) throws IOException {
    Map<Flow, Seen> seen = new HashMap<>();
    try (Selector selector = Selector.open()) {
      for (Flow flow : flows) {
        try {
          Seen at = flow.protocol() == TCP ? connect(flow, selector) : send(flow, selector);
          if (at != null) {
            seen.put(flow, at);
          }
        } catch (IOException e) {
          seen.put(flow, classify(e));
        }
      }
      long end = System.nanoTime() + patience * 1_000_000;
      while (seen.size() < flows.size() && System.nanoTime() < end) {
        selector.select(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        for (SelectionKey key : selector.selectedKeys()) {
          Flow flow = (Flow) key.attachment();
          seen.put(flow, finish(key));
          key.cancel();
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    return flows.stream()
        .map(flow -> new Attempt(flow, seen.getOrDefault(flow, Seen.SILENCE)))
        .toList();
  }

  private static InetSocketAddress from(Flow flow) {
    var address = flow.direction() == Direction.IN ? flow.remote() : flow.local();
    return new InetSocketAddress(address.toInetAddress(), flow.sourcePort());
  }

  private static InetSocketAddress to(Flow flow) {
    var address = flow.direction() == Direction.IN ? flow.local() : flow.remote();
    return new InetSocketAddress(address.toInetAddress(), flow.destinationPort());
  }

  private static @Nullable Seen connect(Flow flow, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      // No TIME_WAIT: the other side sees a reset.
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.bind(from(flow));
      channel.configureBlocking(false);
      if (channel.connect(to(flow))) {
        channel.close();
        return Seen.ANSWERED;
      }
      channel.register(selector, SelectionKey.OP_CONNECT, flow);
      return null;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable Seen send(Flow flow, Selector selector) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(from(flow));
      channel.configureBlocking(false);
      channel.connect(to(flow));
      try {
        channel.write(ByteBuffer.wrap(new byte[] {1}));
      } catch (IOException e) {
        if (e instanceof PortUnreachableException) {
          throw e;
        }
        // OUTPUT dropped it (EPERM); a reject's ICMP error follows, by way of loopback.
      }
      channel.register(selector, SelectionKey.OP_READ, flow);
      return null;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Seen finish(SelectionKey key) throws IOException {
    try {
      if (key.channel() instanceof SocketChannel tcp) {
        tcp.finishConnect();
      } else {
        ((DatagramChannel) key.channel()).read(ByteBuffer.allocate(16));
      }
      return Seen.ANSWERED;
    } catch (IOException e) {
      return classify(e);
    } finally {
      key.channel().close();
    }
  }

  private static Seen classify(IOException e) throws IOException {
    if (e instanceof BindException && !"Permission denied".equals(e.getMessage())) {
      throw e;
    }
    boolean refused =
        e instanceof ConnectException
            || e instanceof PortUnreachableException
            || e instanceof NoRouteToHostException
            || e instanceof BindException;
    if (refused) {
      return Seen.REFUSED;
    }
    throw e;
  }
}
