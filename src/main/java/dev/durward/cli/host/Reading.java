package dev.durward.cli.host;

import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesSnapshot;

/** The host's rules being read while something else is done that doesn't need them. */
public final class Reading {
  private final Concurrent<Keeper> keeper;
  private final Concurrent<HostSnapshot> snapshot;

  private Reading(Concurrent<Keeper> keeper, Concurrent<HostSnapshot> snapshot) {
    this.keeper = keeper;
    this.snapshot = snapshot;
  }

  /** Begins to read the host of the calling thread's network namespace. */
  public static Reading begin(Host host, Keeper.Choice choice) {
    if (choice == Keeper.Choice.AUTO && host instanceof LinuxHost linux) {
      return begin(linux);
    }
    Concurrent<Keeper> keeper = Concurrent.start(() -> host.keeper(choice));
    return new Reading(keeper, Concurrent.start(() -> keeper.await().backend().snapshot()));
  }

  /** The tables tell who keeps the rules; mostly that is iptables, and they are all there is. */
  private static Reading begin(LinuxHost linux) {
    Concurrent<IptablesSnapshot> tables = Concurrent.start(() -> linux.iptables().snapshot());
    Concurrent<Keeper> keeper = Concurrent.start(() -> linux.keeper(tables::await));
    return new Reading(
        keeper,
        Concurrent.start(
            () -> {
              FirewallBackend backend = keeper.await().backend();
              return backend instanceof IptablesBackend ? tables.await() : backend.snapshot();
            }));
  }

  /** Who keeps the rules, or what went wrong when that was asked. */
  public Keeper keeper() throws FirewallException, InterruptedException {
    return keeper.await();
  }

  /** What was read, or what went wrong meanwhile. */
  public HostSnapshot await() throws FirewallException, InterruptedException {
    return snapshot.await();
  }
}
