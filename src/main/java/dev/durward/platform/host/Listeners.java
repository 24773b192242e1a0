package dev.durward.platform.host;

import dev.durward.model.IpAddress;
import dev.durward.probe.Arrivals;
import dev.durward.probe.ListenerSource;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import dev.durward.probe.Transport;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the sockets of the calling thread's network namespace from {@code /proc}. */
public final class Listeners implements ListenerSource, Arrivals {
  /** Not {@code /proc/net}: that is the main thread's namespace. */
  private static final Path NET = Path.of("/proc/thread-self/net");

  @Override
  public ListenerTable read() throws IOException {
    Map<Listener, Set<Long>> listeners = new HashMap<>();
    for (Transport transport : Transport.values()) {
      for (SocketTable.Row row : rows(transport)) {
        if (waits(transport, row)) {
          Listener listener = new Listener(transport, row.local());
          listeners.computeIfAbsent(listener, none -> new HashSet<>()).add(row.inode());
        }
      }
    }
    return new ListenerTable(Optional.of(listeners.keySet()), new SocketOwners(listeners));
  }

  @Override
  public Set<Connection> connections() throws IOException {
    Set<Connection> connections = new HashSet<>();
    for (SocketTable.Row row : rows(Transport.TCP)) {
      if (row.remote().port() != 0) {
        connections.add(new Connection(row.local(), row.remote().address()));
      }
    }
    return connections;
  }

  /** The addresses with which the host has a connection open now. */
  static Set<IpAddress> peers() throws IOException {
    Set<IpAddress> peers = new HashSet<>();
    for (Transport transport : Transport.values()) {
      for (SocketTable.Row row : rows(transport)) {
        if (row.remote().port() != 0) {
          peers.add(row.remote().address());
        }
      }
    }
    return peers;
  }

  private static boolean waits(Transport transport, SocketTable.Row row) {
    return transport == Transport.TCP
        ? row.state() == SocketTable.LISTENING
        : row.state() == SocketTable.CLOSED && row.remote().port() == 0;
  }

  static List<SocketTable.Row> rows(Transport transport) throws IOException {
    String text = Files.readString(NET.resolve(transport.word()));
    List<SocketTable.Row> rows = new ArrayList<>(parse(text));
    try {
      rows.addAll(parse(Files.readString(NET.resolve(transport.word() + "6"))));
    } catch (NoSuchFileException e) {
      // a kernel without IPv6
    }
    return rows;
  }

  private static List<SocketTable.Row> parse(String text) {
    return SocketTable.parse(text, ByteOrder.nativeOrder()).rows();
  }
}
