package dev.durward.probe.ssh;

import dev.durward.probe.Endpoint;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** TCP connections that the far side opens, as many at once as are asked for. */
final class Tunnels implements AutoCloseable {
  /** Message numbers of RFC 4254, section 9. */
  private static final int OPEN = 90;

  private static final int CONFIRMED = 91;
  private static final int FAILED = 92;
  static final int ADJUST = 93;
  static final int DATA = 94;
  static final int EOF = 96;
  static final int CLOSE = 97;

  private static final int LARGEST = 16 * 1024;

  private final Packets packets;
  private final Map<Integer, Tunnel> tunnels = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  Tunnels(Packets packets) {
    this.packets = packets;
    Thread reader = new Thread(this::read, "durward-ssh");
    reader.setDaemon(true);
    reader.start();
  }

  /** Asks for a connection (RFC 4254, section 7.2); what comes of it, the tunnel tells. */
  Tunnel open(Endpoint target) throws IOException {
    int number = count.getAndIncrement();
    Tunnel tunnel = new Tunnel(packets);
    tunnels.put(number, tunnel);
    packets.send(
        OPEN,
        "direct-tcpip",
        number,
        Tunnel.WINDOW,
        LARGEST,
        target.address(),
        target.port(),
        "127.0.0.1",
        0);
    return tunnel;
  }

  /** How many connections are asked for and not decided about, or not closed by both sides yet. */
  int pending() {
    return tunnels.size();
  }

  private void read() {
    try {
      while (true) {
        take(packets.read());
      }
    } catch (IOException | BufferUnderflowException e) {
      tunnels.values().forEach(Tunnel::lose);
    }
  }

  private void take(ByteBuffer packet) throws IOException {
    int type = packet.get();
    if (type < CONFIRMED || type > CLOSE) {
      return; // of no channel, or what a server may say and nobody needs
    }
    int number = packet.getInt();
    Tunnel tunnel = tunnels.get(number);
    if (tunnel == null) {
      return;
    }
    switch (type) {
      case CONFIRMED -> tunnel.confirm(packet.getInt(), packet.getInt(), packet.getInt());
      case FAILED -> {
        int code = packet.getInt();
        tunnels.remove(number);
        tunnel.fail(code, new String(Packets.string(packet), StandardCharsets.UTF_8));
      }
      case ADJUST -> tunnel.widen(packet.getInt());
      case DATA -> tunnel.receive(Packets.string(packet));
      case EOF -> tunnel.endInput();
      case CLOSE -> {
        tunnels.remove(number);
        tunnel.endAll();
      }
      default -> {
        // extended data, which no such channel has
      }
    }
  }

  @Override
  public void close() throws IOException {
    packets.close();
  }
}
