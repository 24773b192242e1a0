package dev.durward.probe.socket;

import dev.durward.model.Family;
import dev.durward.probe.Endpoint;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import dev.durward.probe.Probe;
import dev.durward.probe.TestNetworks;
import dev.durward.probe.Transport;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sockets that wait where nothing else does, for the time of a verification: TCP connections are
 * taken and closed, datagrams sent back. They are opened in the network namespace of the calling
 * thread, at the probe's own target and nowhere else.
 */
public final class TemporaryListeners implements AutoCloseable {
  private static final int MOST = 4_096;
  private static final int DATAGRAM = 2_048;

  private final Selector selector;
  private final Thread thread;
  private final List<String> failures = new ArrayList<>();
  private final Set<Listener> opened = new HashSet<>();

  private TemporaryListeners(Selector selector) {
    this.selector = selector;
    this.thread = new Thread(this::serve, "temporary listeners");
    thread.setDaemon(true);
  }

  /** Opens one for each probe that would find no socket. */
  public static TemporaryListeners open(List<Probe> probes, ListenerTable table)
      throws IOException {
    TemporaryListeners listeners = new TemporaryListeners(Selector.open());
    int room = FileDescriptors.available(2 * MOST) / 2; // the other half is for the probes
    Set<Listener> wanted = new LinkedHashSet<>();
    boolean ipv6 = hasIpv6();
    for (Probe probe : probes) {
      boolean isPossible = ipv6 || probe.family() == Family.IPV4;
      if (isPossible && !table.surelyListensAt(probe.transport(), probe.target())) {
        wanted.add(new Listener(probe.transport(), probe.target()));
      }
    }
    Map<Listener, Boolean> tried = new HashMap<>();
    for (Listener each : wanted) {
      Listener place = place(each, wanted);
      if (!tried.containsKey(place)) {
        tried.put(place, listeners.add(place, room));
      }
      if (Boolean.TRUE.equals(tried.get(place))) {
        listeners.opened.add(each);
      }
    }
    listeners.thread.start();
    return listeners;
  }

  /** Whether Java, which looks for it when it starts, has found IPv6 on this host. */
  private static boolean hasIpv6() throws IOException {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
      return channel.isOpen();
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * The target; but every address if one of the port's targets is of those that the host gets only
   * when probed. A socket of IPv6 on every address takes IPv4 as well, and suffers none beside it.
   */
  private static Listener place(Listener one, Set<Listener> wanted) {
    Transport transport = one.transport();
    int port = one.local().port();
    Endpoint test = new Endpoint(TestNetworks.target(Family.IPV6), port);
    if (wanted.contains(new Listener(transport, test))) {
      Endpoint every = new Endpoint(TestNetworks.unspecified(Family.IPV6), port);
      return new Listener(transport, every);
    }
    test = new Endpoint(TestNetworks.target(Family.IPV4), port);
    boolean isTest = one.local().equals(test);
    Endpoint every = new Endpoint(TestNetworks.unspecified(Family.IPV4), port);
    return isTest ? new Listener(transport, every) : one;
  }

  private boolean add(Listener place, int room) throws IOException {
    Transport transport = place.transport();
    String what = "no listener at " + transport.word() + " " + place.local() + ": ";
    if (selector.keys().size() >= room) {
      failures.add(what + "too many open files");
      return false;
    }
    SelectableChannel channel = null;
    try {
      channel = transport == Transport.TCP ? tcp(place.local()) : udp(place.local());
      channel.configureBlocking(false);
      channel.register(
          selector, transport == Transport.TCP ? SelectionKey.OP_ACCEPT : SelectionKey.OP_READ);
      return true;
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      failures.add(what + e.getMessage());
      return false;
    }
  }

  private static SelectableChannel tcp(Endpoint target) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(family(target));
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(target.toSocketAddress());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static SelectableChannel udp(Endpoint target) throws IOException {
    DatagramChannel channel = DatagramChannel.open(family(target));
    try {
      return channel.bind(target.toSocketAddress());
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

  /** Whether one waits for a probe. */
  public boolean waitFor(Probe probe) {
    return opened.contains(new Listener(probe.transport(), probe.target()));
  }

  /** What could not be opened, and why, without full stops. */
  public List<String> failures() {
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
