package dev.durward.probe.vantage;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Vantage;
import dev.durward.probe.Ways;
import dev.durward.probe.socket.Prober;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * This machine, for another host's ports: probes go there plainly, as any program's packets do.
 *
 * @param target the host's name or address
 */
public record TargetVantage(String target) implements Vantage {
  /** Of the discard service, RFC 863: nothing is sent to it. */
  private static final int SOME_PORT = 9;

  /** That the target can't be probed from here at all. */
  public static final class Unsuitable extends IOException {
    private static final long serialVersionUID = 1L;

    private Unsuitable(String message) {
      super(message);
    }
  }

  /**
   * The ways from here to each of its addresses.
   *
   * @throws Unsuitable if it has no address, or one that is this machine's own
   */
  public Ways ways() throws Unsuitable {
    List<Ways.Way> ways = new ArrayList<>();
    Map<Family, String> missing = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      missing.put(family, target + " has no " + family.word() + " address");
    }
    for (InetAddress address : addresses()) {
      IpAddress to = IpAddress.ofBytes(address.getAddress());
      if (address.isLinkLocalAddress()) {
        missing.put(to.family(), to + " holds on one link alone; name another address");
        continue;
      }
      try (DatagramChannel channel = DatagramChannel.open(family(to))) {
        channel.connect(new InetSocketAddress(address, SOME_PORT));
        InetSocketAddress here = (InetSocketAddress) channel.getLocalAddress();
        IpAddress from = IpAddress.ofBytes(here.getAddress().getAddress());
        if (from.equals(to) || to.isLoopback()) {
          throw new Unsuitable(
              target
                  + " is this very host ("
                  + to
                  + "): probes would cross loopback, where no rule"
                  + " holds, and prove nothing");
        }
        ways.add(new Ways.Way(from, to));
      } catch (Unsuitable e) {
        throw e;
      } catch (IOException | UnsupportedOperationException e) {
        missing.put(to.family(), "this machine has no way to " + to + ": " + e.getMessage());
      }
    }
    return new Ways(ways, missing);
  }

  private static StandardProtocolFamily family(IpAddress address) {
    return address.family() == Family.IPV4
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  private List<InetAddress> addresses() throws Unsuitable {
    try {
      return Arrays.asList(InetAddress.getAllByName(target));
    } catch (UnknownHostException e) {
      throw new Unsuitable("the host " + target + " is not known here");
    }
  }

  @Override
  public String name() {
    return "target:" + target;
  }

  @Override
  public String standpoint() {
    return "packets go from this machine to "
        + target
        + ", whose sockets and counters are not known";
  }

  @Override
  public List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException, InterruptedException {
    return Prober.observe(probes, patience, progress);
  }

  @Override
  public <T> T along(Probe probe, Function<Dialler, T> talk) {
    return talk.apply((endpoint, timeout) -> dial(probe, endpoint, timeout));
  }

  private static Socket dial(Probe probe, Endpoint endpoint, Duration timeout) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(probe.source().toSocketAddress());
      socket.connect(endpoint.toSocketAddress(), Math.toIntExact(timeout.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
