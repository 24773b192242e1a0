package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Script.Step;
import java.time.LocalDate;
import java.util.List;

/**
 * A platform's firewall. Commands are made by the {@link HostSnapshot} that a plan was made
 * against.
 */
public interface FirewallBackend {
  /**
   * What the platform can't say of these rules. A restriction that it can't express is an error,
   * never left out.
   */
  List<Diagnostic> check(RuleSet desired, SourceMap sources);

  /**
   * What each rule comes to on that day, in the order of the rules, and behind them what {@code
   * inbound: block} comes to, if they say so. Needs no host.
   */
  List<Realized> realize(RuleSet desired, LocalDate day);

  /** Refuses at once what this process may not do: neither read the host nor change it. */
  void requirePermission() throws FirewallException;

  /** Reads the host. A failed or partial read is an exception, never an empty host. */
  HostSnapshot snapshot() throws FirewallException, InterruptedException;

  /** Begins a look at the host behind a script, all of whose steps it is to be told. */
  default Rereading rereading() {
    return new Rereading() {
      @Override
      public void taken(Step step) {
        // All of it is read in the end.
      }

      @Override
      public HostSnapshot snapshot() throws FirewallException, InterruptedException {
        return FirewallBackend.this.snapshot();
      }
    };
  }
}
