package dev.durward.probe.socket;

import dev.durward.probe.Endpoint;
import dev.durward.probe.Probe;
import dev.durward.probe.UdpQuestion;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/**
 * Datagrams that ask what the usual service of a port answers. The channel is connected, since
 * others are never told of ICMP answers.
 */
record UdpLine(DatagramChannel channel, UdpQuestion question) implements Line {
  static UdpLine open(ProtocolFamily family, UdpQuestion question) throws IOException {
    return new UdpLine(DatagramChannel.open(family), question);
  }

  @Override
  public void send(Probe probe, Optional<Endpoint> source) throws IOException {
    channel.configureBlocking(false);
    if (probe.source().port() != 0) {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    }
    if (source.isPresent()) {
      channel.bind(source.get().toSocketAddress());
    }
    channel.connect(probe.target().toSocketAddress());
    channel.write(payload());
  }

  private ByteBuffer payload() {
    return ByteBuffer.wrap(question.bytes());
  }

  @Override
  public Optional<String> look(ByteBuffer room) throws IOException {
    room.clear();
    // Not read(): it tells an empty answer and none alike.
    return channel.receive(room) == null
        ? Optional.empty()
        : Optional.of(question.describe(room.flip()));
  }

  @Override
  public boolean repeat() throws IOException {
    channel.write(payload());
    return true;
  }

  @Override
  public int operation() {
    return SelectionKey.OP_READ;
  }
}
