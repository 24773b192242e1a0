package dev.durward.probe.socket;

import dev.durward.probe.Endpoint;
import dev.durward.probe.Probe;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A connect. The kernel repeats its SYN after a second (tcp(7), {@code tcp_syn_retries}). */
record TcpLine(SocketChannel channel) implements Line {
  static TcpLine open(ProtocolFamily family) throws IOException {
    return new TcpLine(SocketChannel.open(family));
  }

  @Override
  public void send(Probe probe, Optional<Endpoint> source) throws IOException {
    channel.configureBlocking(false);
    // Closed by a reset: what the other end would still send is awaited by nobody, and no kernel
    // remembers the connection as one that goes on.
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    if (source.isPresent()) {
      // Targets differ, so sources may be shared: there are more probes than ports.
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(source.get().toSocketAddress());
    }
    channel.connect(probe.target().toSocketAddress());
  }

  @Override
  public Optional<String> look(ByteBuffer room) throws IOException {
    return channel.finishConnect() ? Optional.of("handshake done") : Optional.empty();
  }

  @Override
  public boolean repeat() {
    return false;
  }

  @Override
  public int operation() {
    return SelectionKey.OP_CONNECT;
  }
}
