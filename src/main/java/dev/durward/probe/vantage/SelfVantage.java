package dev.durward.probe.vantage;

import dev.durward.probe.Endpoint;
import dev.durward.probe.ListenerSource;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.Listening;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Vantage;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The host itself. A packet from the host to itself crosses loopback, where no rule holds: so
 * nothing is sent, and only the listeners are looked up.
 */
public final class SelfVantage implements Vantage {
  private final ListenerSource listeners;
  private final String why;

  /**
   * @param why probes don't come from elsewhere, without a full stop
   */
  public SelfVantage(ListenerSource listeners, String why) {
    this.listeners = listeners;
    this.why = why;
  }

  @Override
  public String name() {
    return VerificationReport.SELF;
  }

  @Override
  public String standpoint() {
    return why;
  }

  @Override
  public List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException {
    ListenerTable table = listeners.read();
    List<Observation> observations = new ArrayList<>();
    for (Probe probe : probes) {
      Listening found = table.at(probe.transport(), probe.target());
      boolean listens = found.isSure() || found.state() == Listening.State.PERHAPS;
      observations.add(
          new Observation(
              listens ? Outcome.LISTENING : Outcome.NO_LISTENER,
              listens ? found.who() + " listens there" : "nothing listens there",
              Duration.ZERO,
              0));
      progress.reached(observations.size(), probes.size(), probe);
    }
    return observations;
  }

  /** Over loopback: what is served is seen, and of the firewall nothing. */
  @Override
  public <T> T along(Probe probe, Function<Dialler, T> talk) {
    return talk.apply(SelfVantage::dial);
  }

  private static Socket dial(Endpoint target, Duration timeout) throws IOException {
    Socket socket = SocketChannel.open().socket(); // one that an interrupt closes
    try {
      socket.connect(target.toSocketAddress(), Math.toIntExact(timeout.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
