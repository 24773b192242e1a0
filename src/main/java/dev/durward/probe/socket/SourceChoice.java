package dev.durward.probe.socket;

import dev.durward.probe.Endpoint;
import dev.durward.probe.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * From which address and port each of many probes is sent, in the network namespace of the calling
 * thread.
 */
final class SourceChoice {
  /** Ports that anybody may open. */
  private static final int FIRST_PORT = 1_024;

  private static final int PORTS = 65_536 - FIRST_PORT;

  private final int firstPort = ThreadLocalRandom.current().nextInt(PORTS);
  private final Map<Endpoint, Optional<InetAddress>> usual = new HashMap<>();

  /**
   * The source of a probe.
   *
   * @param index its place among all: those of adjacent ones are sent from different ports
   * @return empty if the kernel chooses the right address itself, as it does where there is only
   *     one; not to bind saves a third of the system calls
   */
  Optional<Endpoint> of(Probe probe, int index) {
    Endpoint source = probe.source();
    if (source.port() != 0) {
      return Optional.of(source);
    }
    Endpoint anyPort = new Endpoint(probe.target().address(), 1);
    Optional<InetAddress> chosen = usual.computeIfAbsent(anyPort, SourceChoice::usual);
    if (chosen.equals(Optional.of(source.address().toInetAddress()))) {
      return Optional.empty();
    }
    // With thousands in use, the kernel looks long for a free one.
    return Optional.of(new Endpoint(source.address(), FIRST_PORT + (firstPort + index) % PORTS));
  }

  /** What the kernel chooses: to connect a datagram socket sends nothing (udp(7)). */
  private static Optional<InetAddress> usual(Endpoint target) {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(target.toSocketAddress());
      return channel.getLocalAddress() instanceof InetSocketAddress local
          ? Optional.of(local.getAddress())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
