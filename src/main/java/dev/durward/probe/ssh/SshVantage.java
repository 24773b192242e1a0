package dev.durward.probe.ssh;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.probe.Arrivals;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Transport;
import dev.durward.probe.Vantage;
import dev.durward.probe.Ways;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A second machine: what it sends crosses this host's firewall, and whatever lies between. For use
 * by one thread at a time.
 */
public final class SshVantage implements Vantage, AutoCloseable {
  private static final int WAVE = 128;

  /**
   * The far side goes on with what it was asked for, two minutes long where nobody answers, and a
   * sshd may have a thousand files open: before there are too many, a new connection takes over.
   */
  private static final int MOST_PENDING = 512;

  private static final Duration ROUND_TRIP = Duration.ofSeconds(10);

  private final Path ssh;
  private final String destination;
  private final Arrivals arrivals;
  private SshConnection far;

  private SshVantage(Path ssh, String destination, Arrivals arrivals, SshConnection far) {
    this.ssh = ssh;
    this.destination = destination;
    this.arrivals = arrivals;
    this.far = far;
  }

  /**
   * Logs in there.
   *
   * @param ssh the program's absolute path
   * @param destination as ssh takes it
   * @param arrivals tells from where connections come to this host
   * @throws SshTrouble if ssh does not come to a shell there without asking
   */
  public static SshVantage open(Path ssh, String destination, Arrivals arrivals)
      throws IOException, InterruptedException {
    return new SshVantage(ssh, destination, arrivals, SshConnection.open(ssh, destination));
  }

  /**
   * Asks the far side from which address it sends to each of this host's addresses.
   *
   * @throws SshTrouble if it is this very host
   */
  public Ways ways(Collection<IpAddress> targets) throws IOException, InterruptedException {
    List<Ways.Way> ways = new ArrayList<>();
    Map<Family, String> missing = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      missing.put(family, "this host has no address that " + destination + " could send to");
    }
    for (IpAddress target : targets) {
      FarRoute route =
          FarRoute.parse(far.shell().ask("ip -o route get " + target + " 2>/dev/null", ROUND_TRIP));
      if (route.local()) {
        throw new SshTrouble(
            destination + " itself has the address " + target + ": its probes would cross loopback",
            "name another machine, or take --vantage netns");
      }
      route.source().ifPresent(source -> ways.add(new Ways.Way(source, target)));
      if (route.source().isEmpty()) {
        missing.put(
            target.family(),
            destination + " has no way to " + target + ", or no ip command that tells from where");
      }
    }
    return new Ways(ways, missing);
  }

  /**
   * The address by which the far side sees this host come: what its sshd says in {@code
   * SSH_CONNECTION} (ssh(1)); empty if it says none.
   */
  public Optional<IpAddress> seenFrom() throws IOException, InterruptedException {
    List<String> said = far.shell().ask("echo $SSH_CONNECTION", ROUND_TRIP);
    return said.stream().findFirst().flatMap(line -> IpAddress.parse(line.split(" ", 2)[0]));
  }

  @Override
  public String name() {
    return "ssh:" + destination;
  }

  @Override
  public String standpoint() {
    return "the packets come from the second machine " + destination;
  }

  @Override
  public List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException, InterruptedException {
    List<Observation> seen =
        new ArrayList<>(Collections.nCopies(probes.size(), Observation.INTERRUPTED));
    int done = 0;
    for (List<Integer> wave : waves(probes)) {
      List<Probe> sent = wave.stream().map(probes::get).toList();
      List<Observation> some;
      try {
        some = wave(sent, patience);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      for (int i = 0; i < wave.size(); i++) {
        seen.set(wave.get(i), some.get(i));
        progress.reached(++done, probes.size(), sent.get(i));
      }
    }
    return seen;
  }

  /** The numbers of probes that are sent together: of one transport, and not too many. */
  private static List<List<Integer>> waves(List<Probe> probes) {
    List<List<Integer>> waves = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      List<Integer> some =
          IntStream.range(0, probes.size())
              .filter(i -> probes.get(i).transport() == transport)
              .boxed()
              .toList();
      for (int from = 0; from < some.size(); from += WAVE) {
        waves.add(some.subList(from, Math.min(from + WAVE, some.size())));
      }
    }
    return waves;
  }

  private List<Observation> wave(List<Probe> probes, Patience patience)
      throws IOException, InterruptedException {
    if (probes.get(0).transport() == Transport.UDP) {
      return new FarUdp(far.shell()).observe(probes, patience);
    }
    renew();
    return new FarTcp(far, arrivals).observe(probes, patience.timeout());
  }

  private void renew() throws IOException, InterruptedException {
    if (far.tunnels().pending() > MOST_PENDING) {
      SshConnection next = SshConnection.open(ssh, destination);
      far.close();
      far = next;
    }
  }

  @Override
  public <T> T along(Probe probe, Function<Dialler, T> talk) {
    return talk.apply(this::dial);
  }

  private Socket dial(Endpoint target, Duration timeout) throws IOException {
    Tunnel tunnel = far.tunnels().open(target);
    try {
      tunnel.await(System.nanoTime() + timeout.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (tunnel.state() == Tunnel.State.OPEN) {
      return new TunnelSocket(tunnel);
    }
    tunnel.close();
    if (tunnel.refusal().isPresent()) {
      throw new ConnectException(tunnel.refusal().get().words());
    }
    throw new SocketTimeoutException("no connection in time");
  }

  @Override
  public void close() {
    far.close();
  }
}
