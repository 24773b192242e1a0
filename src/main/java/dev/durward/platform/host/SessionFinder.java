package dev.durward.platform.host;

import dev.durward.model.IpAddress;
import dev.durward.platform.ManagementSession;
import dev.durward.platform.host.Processes.Task;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Transport;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the sessions that this process runs in, by its parents, their parents, and so on:
 *
 * <ul>
 *   <li>a socket of theirs that came in by a port on which somebody listens: that of sshd, which no
 *       sudo or su can hide;
 *   <li>{@code SSH_CONNECTION} in their environments (ssh(1), ENVIRONMENT);
 *   <li>of a terminal multiplexer, the parents of its clients too: its own environment is that of
 *       whoever started it, perhaps long ago;
 *   <li>of mosh, its UDP port.
 * </ul>
 *
 * <p>A connection that an environment tells of and that is no more counts only if no other one is
 * found. Those over loopback count for nothing.
 */
public final class SessionFinder {
  /** The server of a multiplexer and what its clients are called. */
  private static final Map<String, Set<String>> MULTIPLEXERS =
      Map.of(
          "tmux: server", Set.of("tmux: client"),
          "screen", Set.of("screen"),
          "zellij", Set.of("zellij"),
          "dtach", Set.of("dtach"),
          "abduco", Set.of("abduco"));

  private static final String MOSH = "mosh-server";

  private final Processes processes;
  private final Sockets sockets;
  private final Cards cards;
  private final Map<Transport, List<SocketTable.Row>> tables = new EnumMap<>(Transport.class);
  private final Map<Endpoint, ManagementSession> found = new LinkedHashMap<>();
  private final List<ManagementSession> lasting = new ArrayList<>();

  SessionFinder(Processes processes, Sockets sockets, Cards cards) {
    this.processes = processes;
    this.sockets = sockets;
    this.cards = cards;
  }

  /** The kernel's tables of sockets. */
  @FunctionalInterface
  interface Sockets {
    List<SocketTable.Row> of(Transport transport) throws IOException;
  }

  /** Which interface has an address. */
  @FunctionalInterface
  interface Cards {
    Optional<String> of(IpAddress address);
  }

  /** Those of this process, in the network namespace of the calling thread. */
  public static List<ManagementSession> find() {
    Processes processes = new Processes(Path.of("/proc"));
    return processes
        .self()
        .map(self -> new SessionFinder(processes, Listeners::rows, SessionFinder::card).of(self))
        .orElse(List.of());
  }

  private static Optional<String> card(IpAddress address) {
    try {
      return Optional.ofNullable(NetworkInterface.getByInetAddress(address.toInetAddress()))
          .map(NetworkInterface::getName);
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  /** Those of a process. */
  List<ManagementSession> of(int number) {
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> ends = new ArrayDeque<>(List.of(number));
    while (!ends.isEmpty()) {
      for (Task process : processes.withAncestors(ends.remove())) {
        if (seen.add(process.number())) {
          look(process);
          Set<String> clients = MULTIPLEXERS.getOrDefault(process.name(), Set.of());
          if (!clients.isEmpty()) {
            processes.named(clients, process.user()).forEach(each -> ends.add(each.number()));
          }
        }
      }
    }
    List<ManagementSession> open = new ArrayList<>(lasting);
    found.values().stream().filter(this::isOpen).forEach(open::add);
    return List.copyOf(open.isEmpty() ? found.values() : open);
  }

  private void look(Task process) {
    String who = process.name() + ", pid " + process.number();
    Set<Long> inodes = processes.sockets(process);
    if (!inodes.isEmpty()) {
      List<SocketTable.Row> all = rows(Transport.TCP);
      for (SocketTable.Row row : all) {
        if (isOpen(row) && inodes.contains(row.inode()) && cameIn(row, all)) {
          add(kind(process), row.local(), row.remote(), "a socket of " + who);
        }
      }
      if (process.name().equals(MOSH)) {
        rows(Transport.UDP).stream()
            .filter(row -> inodes.contains(row.inode()))
            .forEach(row -> lasting.add(mosh(row.local().port(), "a socket of " + who)));
      }
    }
    processes
        .variable(process, SshVariable.NAME)
        .flatMap(SshVariable::parse)
        .ifPresent(ssh -> add("ssh", ssh.local(), ssh.remote(), SshVariable.NAME + " of " + who));
  }

  private static String kind(Task process) {
    String name = process.name();
    return name.startsWith("sshd") || name.equals("dropbear") ? "ssh" : "remote";
  }

  private static boolean isOpen(SocketTable.Row row) {
    return row.state() == SocketTable.ESTABLISHED;
  }

  /** Others have been opened from here, such as those that ssh forwards. */
  private static boolean cameIn(SocketTable.Row row, List<SocketTable.Row> all) {
    return all.stream()
        .anyMatch(
            other ->
                other.state() == SocketTable.LISTENING
                    && other.local().port() == row.local().port());
  }

  private List<SocketTable.Row> rows(Transport transport) {
    return tables.computeIfAbsent(
        transport,
        each -> {
          try {
            return sockets.of(each);
          } catch (IOException | IllegalArgumentException e) {
            return List.of();
          }
        });
  }

  private void add(String kind, Endpoint local, Endpoint remote, String how) {
    boolean within =
        local.address().isLoopback()
            || remote.address().isLoopback()
            || local.address().equals(remote.address());
    if (!within && !found.containsKey(remote)) {
      found.put(
          remote,
          new ManagementSession(
              kind,
              Transport.TCP.number(),
              local.port(),
              Optional.of(local.address()),
              Optional.of(remote),
              cards.of(local.address()).filter(card -> !card.equals("lo")),
              how));
    }
  }

  private static ManagementSession mosh(int port, String how) {
    return new ManagementSession(
        "mosh",
        Transport.UDP.number(),
        port,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        how);
  }

  private boolean isOpen(ManagementSession session) {
    return rows(Transport.TCP).stream()
        .anyMatch(row -> isOpen(row) && session.peer().equals(Optional.of(row.remote())));
  }
}
