package dev.durward.platform.host;

import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Vantage;
import dev.durward.probe.socket.Prober;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A throw-away network namespace beside the host: probes cross the host's INPUT as those of a
 * neighbour do. What lies before the host (its network card's own filter, switches, a cloud's
 * rules) is not probed.
 */
public final class NetnsVantage implements Vantage, AutoCloseable {
  private final IpTool ip;
  private final Optional<IpTool> tc;
  private final NetworkNamespace namespace;
  private final Set<Family> strict;

  private NetnsVantage(
      IpTool ip, Optional<IpTool> tc, NetworkNamespace namespace, Set<Family> strict) {
    this.ip = ip;
    this.tc = tc;
    this.namespace = namespace;
    this.strict = Set.copyOf(strict);
  }

  /** One on a host none of whose rules asks for the reverse path. */
  public static NetnsVantage open(CommandRunner runner)
      throws FirewallException, InterruptedException {
    return open(runner, Set.of());
  }

  /**
   * Makes the namespace; the host is not touched yet.
   *
   * @param strict families of which rules of the host take packets only by the interface that their
   *     answers leave by
   * @throws FirewallException if this process must not, or a tool is missing
   */
  public static NetnsVantage open(CommandRunner runner, Set<Family> strict)
      throws FirewallException, InterruptedException {
    IpTool ip =
        IpTool.find(runner, "ip")
            .orElseThrow(
                () ->
                    new FirewallException(
                        Kind.TOOL_MISSING, "there is no ip command", "install iproute2"));
    NetworkNamespace namespace = NetworkNamespace.create();
    try {
      namespace.call(() -> ip.run("link", "set", "dev", "lo", "up"));
    } catch (IOException e) {
      namespace.close();
      throw new FirewallException(
          Kind.NOT_PERMITTED,
          "a network namespace can't be used: " + e.getMessage(),
          "run it as root, outside of an unprivileged container");
    }
    return new NetnsVantage(ip, IpTool.find(runner, "tc"), namespace, strict);
  }

  @Override
  public String name() {
    return "netns";
  }

  @Override
  public String standpoint() {
    return "packets from a throw-away network namespace cross INPUT as a neighbour's do";
  }

  @Override
  public List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException, InterruptedException {
    List<Observation> seen =
        new ArrayList<>(Collections.nCopies(probes.size(), Observation.INTERRUPTED));
    try (Conntrack conntrack = Conntrack.open()) {
      List<Integer> places = new ArrayList<>();
      List<Probe> sent = new ArrayList<>();
      for (int i = 0; i < probes.size(); i++) {
        // It may be a neighbour's own connection: it is left alone.
        if (conntrack.knows(probes.get(i))) {
          seen.set(i, Observation.untested(remembered(probes.get(i))));
        } else {
          places.add(i);
          sent.add(probes.get(i));
        }
      }
      int done = probes.size() - sent.size();
      for (ProbeGroup group : ProbeGroup.of(sent, entry())) {
        int before = done;
        Progress all =
            (some, ofGroup, last) -> progress.reached(before + some, probes.size(), last);
        List<Observation> ofGroup;
        try {
          ofGroup = observeUnlessInterrupted(group, patience, all);
        } finally {
          group.probes().forEach(conntrack::forget);
        }
        for (int i = 0; i < ofGroup.size(); i++) {
          seen.set(places.get(group.indices().get(i)), ofGroup.get(i));
        }
        done += ofGroup.size();
      }
    }
    return seen;
  }

  private static String remembered(Probe probe) {
    return "the host remembers a connection from "
        + probe.source()
        + ", and would take a new one for a part of it: try again two minutes after its end";
  }

  /** By the interface that a rule names, or else by that of the address that is probed. */
  private Function<Probe, Optional<String>> entry() throws IOException, InterruptedException {
    Entries entries = tc.isPresent() ? Entries.read(ip, strict) : new Entries(Map.of());
    return probe -> probe.networkInterface().or(() -> entries.of(probe.target().address()));
  }

  /** The same by name; that of the link has none that a rule would know. */
  public Function<Probe, Optional<String>> entries() throws IOException, InterruptedException {
    Function<Probe, Optional<String>> entry = entry();
    return probe -> Optional.of(entry.apply(probe).orElse(""));
  }

  private List<Observation> observeUnlessInterrupted(
      ProbeGroup group, Patience patience, Progress progress) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      return List.of();
    }
    try {
      return observe(group, patience, progress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private List<Observation> observe(ProbeGroup group, Patience patience, Progress progress)
      throws IOException, InterruptedException {
    if (group.networkInterface().isPresent() && tc.isEmpty()) {
      String reason = "there is no tc command to let packets enter by an interface";
      return Collections.nCopies(group.probes().size(), Observation.untested(reason));
    }
    try (VantageLink link = VantageLink.open(ip, tc, namespace, group)) {
      Map<IpAddress, String> lost = link.lost();
      List<Probe> sent =
          group.probes().stream().filter(p -> !lost.containsKey(p.source().address())).toList();
      List<Observation> seen = namespace.call(() -> Prober.observe(sent, patience, progress));
      List<Observation> all = new ArrayList<>();
      int next = 0;
      for (Probe probe : group.probes()) {
        String reason = lost.get(probe.source().address());
        all.add(reason == null ? seen.get(next++) : Observation.untested(reason));
      }
      return all;
    }
  }

  @Override
  public <T> T along(Probe probe, Function<Dialler, T> talk)
      throws IOException, InterruptedException {
    ProbeGroup group = ProbeGroup.of(List.of(probe), entry()).get(0);
    if (group.networkInterface().isPresent() && tc.isEmpty()) {
      throw new IOException("there is no tc command to let packets enter by an interface");
    }
    try (Conntrack conntrack = Conntrack.open()) {
      try (VantageLink link = VantageLink.open(ip, tc, namespace, group)) {
        String lost = link.lost().get(probe.source().address());
        if (lost != null) {
          throw new IOException(lost);
        }
        return namespace.call(() -> talk.apply((target, timeout) -> dial(probe, target, timeout)));
      } finally {
        conntrack.forget(probe);
      }
    }
  }

  private static Socket dial(Probe probe, Endpoint target, Duration timeout) throws IOException {
    Socket socket = SocketChannel.open().socket(); // one that an interrupt closes
    try {
      socket.setReuseAddress(true);
      socket.bind(probe.source().toSocketAddress());
      socket.connect(target.toSocketAddress(), Math.toIntExact(timeout.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Ends the namespace, and whatever may be left of a link to it. */
  @Override
  public void close() {
    namespace.close();
  }
}
