package dev.durward.probe;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sockets that wait where nothing else does, for the time of a verification: TCP connections are
 * taken and closed, datagrams sent back. They are opened in the network namespace of the calling
 * thread, at the probe's own target and nowhere else.
 */
final class TemporaryListeners implements AutoCloseable {
  private static final int MOST = 4_096;
  private static final int DATAGRAM = 2_048;

  private final Selector selector;
  private final Thread thread;
  private final List<String> failures = new ArrayList<>();

  private TemporaryListeners(Selector selector) {
    this.selector = selector;
    this.thread = new Thread(this::serve, "temporary listeners");
    thread.setDaemon(true);
  }

  /** Opens one for each probe that is not to be shut and finds no socket. */
  static TemporaryListeners open(List<Probe> probes, ListenerTable table) throws IOException {
    TemporaryListeners listeners = new TemporaryListeners(Selector.open());
    int room = FileDescriptors.available(2 * MOST) / 2; // the other half is for the probes
    Set<ListenerTable.Listener> wanted = new HashSet<>();
    for (Probe probe : probes) {
      boolean waits = table.surelyListensAt(probe.transport(), probe.target());
      boolean isNew = wanted.add(new ListenerTable.Listener(probe.transport(), probe.target()));
      if (probe.expected() != Expected.SHUT && !waits && isNew) {
        listeners.add(probe.transport(), probe.target(), room);
      }
    }
    listeners.thread.start();
    return listeners;
  }

  private void add(Transport transport, Endpoint target, int room) throws IOException {
    if (selector.keys().size() >= room) {
      failures.add("no listener at " + transport.word() + " " + target + ": too many open files");
      return;
    }
    SelectableChannel channel = null;
    try {
      channel = transport == Transport.TCP ? tcp(target) : udp(target);
      channel.configureBlocking(false);
      int what = transport == Transport.TCP ? SelectionKey.OP_ACCEPT : SelectionKey.OP_READ;
      channel.register(selector, what);
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      failures.add("no listener at " + transport.word() + " " + target + ": " + e.getMessage());
    }
  }

  private static SelectableChannel tcp(Endpoint target) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(family(target));
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(place(target));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static SelectableChannel udp(Endpoint target) throws IOException {
    DatagramChannel channel = DatagramChannel.open(family(target));
    try {
      return channel.bind(place(target));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static StandardProtocolFamily family(Endpoint target) {
    return switch (target.address().family()) {
      case IPV4 -> StandardProtocolFamily.INET;
      case IPV6 -> StandardProtocolFamily.INET6;
    };
  }

  /** The target; every address if it is one that the host gets only when probed. */
  private static SocketAddress place(Endpoint target) {
    Endpoint place =
        target.address().equals(TestNetworks.target(target.address().family()))
            ? new Endpoint(TestNetworks.unspecified(target.address().family()), target.port())
            : target;
    return place.toSocketAddress();
  }

  /** What could not be opened, and why, without full stops. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private void serve() {
    try {
      while (selector.isOpen()) {
        selector.select(TemporaryListeners::answer);
      }
    } catch (IOException | ClosedSelectorException e) {
      // closed: the verification is over
    }
  }

  private static void answer(SelectionKey key) {
    try {
      if (key.channel() instanceof ServerSocketChannel server) {
        SocketChannel taken = server.accept();
        if (taken != null) {
          taken.close();
        }
      } else if (key.channel() instanceof DatagramChannel channel) {
        ByteBuffer datagram = ByteBuffer.allocate(DATAGRAM);
        SocketAddress sender = channel.receive(datagram);
        if (sender != null) {
          channel.send(datagram.flip(), sender);
        }
      }
    } catch (IOException e) {
      // the other side has gone, or ICMP told of an earlier answer
    }
  }

  @Override
  public void close() throws IOException {
    List<SelectionKey> keys = List.copyOf(selector.keys());
    selector.close();
    for (SelectionKey key : keys) {
      key.channel().close();
    }
    thread.interrupt();
  }
}
