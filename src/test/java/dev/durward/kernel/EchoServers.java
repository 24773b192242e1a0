package dev.durward.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Listeners in the network namespace of the thread that opens them: TCP accepts and closes, UDP
 * answers to where a datagram came from. Bound to both families, on every address.
 */
final class EchoServers implements AutoCloseable {
  private final Selector selector;

  private EchoServers(Selector selector) {
    this.selector = selector;
  }

  static EchoServers open(Iterable<String> addresses, int... ports) throws IOException {
    Selector selector = Selector.open();
    for (int port : ports) {
      register(ServerSocketChannel.open().bind(new InetSocketAddress("::", port), 1024), selector);
      // Bound to each address, or the answers of a host with several would come from the wrong one.
      for (String address : addresses) {
        DatagramChannel udp = DatagramChannel.open();
        register(udp.bind(new InetSocketAddress(address, port)), selector);
      }
    }
    EchoServers servers = new EchoServers(selector);
    Thread thread = new Thread(servers::serve, "echo");
    thread.setDaemon(true);
    thread.start();
    return servers;
  }

  private static void register(SelectableChannel channel, Selector selector) throws IOException {
    channel.configureBlocking(false);
    int interest =
        channel instanceof DatagramChannel ? SelectionKey.OP_READ : SelectionKey.OP_ACCEPT;
    channel.register(selector, interest);
  }

  private void serve() {
    ByteBuffer buffer = ByteBuffer.allocate(64);
    try {
      while (selector.isOpen()) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          answer(key.channel(), buffer);
        }
        selector.selectedKeys().clear();
      }
    } catch (ClosedSelectorException | IOException e) {
      // Closed: done.
    }
  }

  private static void answer(Channel channel, ByteBuffer buffer) throws IOException {
    if (channel instanceof ServerSocketChannel tcp) {
      SocketChannel accepted = tcp.accept();
      if (accepted != null) {
        accepted.close();
      }
      return;
    }
    DatagramChannel udp = (DatagramChannel) channel;
    try {
      buffer.clear();
      var from = udp.receive(buffer);
      if (from != null) {
        udp.send(buffer.flip(), from);
      }
    } catch (IOException e) {
      // The rules under test refuse the answer.
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
