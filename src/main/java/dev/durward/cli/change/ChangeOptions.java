package dev.durward.cli.change;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParametersDelegate;
import dev.durward.cli.host.Host;
import dev.durward.cli.host.Keeper;
import dev.durward.cli.host.Reboot;
import dev.durward.cli.terminal.Arguments;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.Messages;
import dev.durward.cli.terminal.Terminal;
import dev.durward.platform.FirewallException;
import dev.durward.platform.persistence.Choice;
import java.util.Optional;

/** The options that {@code apply}, {@code remove} and {@code rollback} have in common. */
final class ChangeOptions {
  @Parameter(names = "--yes")
  private boolean yes;

  @Parameter(names = "--output")
  private String output = "text";

  @ParametersDelegate private Keeper.Options keeper = new Keeper.Options();

  @ParametersDelegate private Lockout.Options lockout = new Lockout.Options();

  @ParametersDelegate private Reboot.Options reboot = new Reboot.Options();

  @ParametersDelegate private Confirm.Options confirm = new Confirm.Options();

  /**
   * What they say.
   *
   * @param byProbe whether probes may confirm the change
   */
  Wish wish(boolean byProbe) throws UsageException {
    Choice persist = reboot.choice();
    Optional<Confirm> waits = confirm.confirm(byProbe);
    if (waits.isPresent() && persist != Choice.AUTO) {
      throw new UsageException(
          "a change that waits is not kept for the next boot: say --persist to durward confirm");
    }
    return new Wish(
        yes, Arguments.isJson(output), keeper.choice(), lockout.terms(), persist, waits);
  }

  /**
   * What the user wants of a change.
   *
   * @param yes whether the user has agreed beforehand
   * @param json whether the outcome is for machines
   * @param keeper who is to keep the rules
   * @param lockout who is not to be shut out
   * @param persist how they are to come back with the next boot
   * @param confirm how the change is to be confirmed; empty if it is to stand without
   */
  record Wish(
      boolean yes,
      boolean json,
      Keeper.Choice keeper,
      Lockout.Terms lockout,
      Choice persist,
      Optional<Confirm> confirm) {

    /**
     * A change that is made so.
     *
     * @param chosen who keeps the rules
     * @param proof how it is to be proved; empty if it is to stand without
     */
    Change change(
        Terminal terminal, Host host, Messages messages, Keeper chosen, Optional<Proof> proof)
        throws FirewallException {
      return new Change(
          terminal,
          host,
          yes,
          Lockout.on(host, lockout),
          Reboot.on(host, chosen, persist),
          new ChangeTeller(terminal, messages, json),
          proof,
          confirm);
    }
  }
}
