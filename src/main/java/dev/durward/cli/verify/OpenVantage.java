package dev.durward.cli.verify;

import dev.durward.model.RuleSet;
import dev.durward.platform.FirewallException;
import dev.durward.probe.ListenerSource;
import dev.durward.probe.Vantage;
import dev.durward.probe.derivation.Derivation;
import dev.durward.probe.verification.Forecast;
import dev.durward.probe.verification.RuleCounters;
import java.io.IOException;
import java.util.List;

/**
 * A vantage that probes can be sent from, and what goes with it.
 *
 * @param vantage the vantage
 * @param counters of the rules on the probed host, where they can be read
 * @param listeners of the probed host
 * @param forecast by its rules, where they can be read
 * @param deriving makes the probes that can be sent from there
 */
record OpenVantage(
    Vantage vantage,
    RuleCounters counters,
    ListenerSource listeners,
    Forecast forecast,
    Deriving deriving)
    implements AutoCloseable {

  /** Makes probes of rules. */
  @FunctionalInterface
  interface Deriving {
    Derivation of(List<RuleSet> written)
        throws FirewallException, IOException, InterruptedException;
  }

  /** Ends the vantage, if it has anything to end. */
  @Override
  public void close() throws IOException {
    if (vantage instanceof AutoCloseable open) {
      try {
        open.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("no vantage ends so", e);
      }
    }
  }
}
