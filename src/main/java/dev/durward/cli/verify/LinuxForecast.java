package dev.durward.cli.verify;

import dev.durward.cli.host.LinuxHost;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Locality;
import dev.durward.platform.host.LocalityReader;
import dev.durward.platform.iptables.IptablesForecast;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.probe.Probe;
import dev.durward.probe.verification.Forecast;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Predicts by the tables of a Linux host.
 *
 * @param host the host
 * @param entrances by which interfaces probes come in
 */
record LinuxForecast(LinuxHost host, Entrances entrances) implements Forecast {
  /** Of probes of which nobody knows by which interface they come. */
  static final Entrances ANY = () -> probe -> Optional.empty();

  /** By which interfaces probes come in. */
  @FunctionalInterface
  interface Entrances {
    Function<Probe, Optional<String>> read() throws IOException, InterruptedException;
  }

  @Override
  public Outlook read() throws IOException, InterruptedException {
    try {
      IptablesSnapshot snapshot = host.iptables().snapshot();
      Locality locality = new LocalityReader(host.runner()).read();
      Function<Probe, Optional<String>> entries = entrances.read();
      return probes -> IptablesForecast.of(snapshot, locality, entries, probes);
    } catch (FirewallException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
