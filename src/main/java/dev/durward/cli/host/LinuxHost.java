package dev.durward.cli.host;

import dev.durward.apply.ApplyLock;
import dev.durward.apply.Watchdog;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.journal.Journal;
import dev.durward.model.Platform;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.firewalld.FirewallCmd;
import dev.durward.platform.firewalld.FirewalldBackend;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.HostName;
import dev.durward.platform.host.HostNetworkReader;
import dev.durward.platform.host.LinuxGateways;
import dev.durward.platform.host.Listeners;
import dev.durward.platform.host.SessionFinder;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesBackend.UserNumbers;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.Tools;
import dev.durward.platform.iptables.state.Manager;
import dev.durward.platform.nftables.NftBackend;
import dev.durward.platform.persistence.SystemRoot;
import dev.durward.platform.ufw.Installation;
import dev.durward.platform.ufw.UfwBackend;
import dev.durward.probe.ListenerSource;
import dev.durward.probe.derivation.HostNetwork;
import dev.durward.probe.verification.RuleCounters;
import dev.durward.router.Routers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Linux host, as far as it can be chosen.
 *
 * @param runner runs its programs
 * @param capabilities what this process may do there
 * @param variant the suffix of its iptables: empty for the one it has chosen itself
 * @param ufw its ufw, if it has one
 * @param firewalld its firewalld, if it has one
 * @param root the file system that it boots from
 * @param sessions those that this process runs in
 * @param routers those before it
 * @param runtime the folder of the lock
 * @param journal what was done there
 * @param user who runs this process
 * @param today the day (UTC) by which rules expire
 */
public record LinuxHost(
    CommandRunner runner,
    Supplier<Capabilities> capabilities,
    String variant,
    Installation ufw,
    FirewallCmd firewalld,
    SystemRoot root,
    Sessions sessions,
    Routers routers,
    Path runtime,
    Journal journal,
    String user,
    LocalDate today)
    implements Host {
  private static final String ALREADY =
      "rules of Durward's stand in chains of their own already; durward remove and another apply"
          + " would ";

  /** This process's own host. */
  static LinuxHost ofProcess(Map<String, String> environment) {
    return new LinuxHost(
        new ProcessRunner(),
        Capabilities::current,
        "",
        Installation.USUAL,
        FirewallCmd.USUAL,
        SystemRoot.USUAL,
        SessionFinder::find,
        Host.routers(LinuxGateways::read),
        ApplyLock.folder(environment),
        Journal.ofProcess(environment),
        Host.userOfProcess(environment),
        LocalDate.now(ZoneOffset.UTC));
  }

  @Override
  public Watchdog watchdog() {
    return Watchdog.ofLinux(runner);
  }

  UserNumbers users() {
    return UserNumbers.ofHost(runner);
  }

  /** Its iptables, whoever runs its firewall. */
  public IptablesBackend iptables() {
    return new IptablesBackend(this::tools, runner, capabilities, users());
  }

  @Override
  public Keeper keeper(Keeper.Choice choice) throws FirewallException, InterruptedException {
    return switch (choice) {
      case AUTO -> keeper(() -> iptables().snapshot(), iptables()::hasNativeFilters);
      case IPTABLES -> ofIptables("as asked for");
      case UFW -> {
        if (!ufw.isEnabled()) {
          throw new FirewallException(
              Kind.TOOL_MISSING,
              "ufw does not run this host's firewall: " + ufw.configuration() + " doesn't say so",
              "run ufw enable, or leave --platform out");
        }
        yield ofUfw("as asked for");
      }
      case FIREWALLD -> {
        if (!firewalld.isThere()) {
          throw new FirewallException(
              Kind.TOOL_MISSING,
              "this host has no firewalld: there is no " + firewalld.program(),
              "leave --platform out");
        }
        yield ofFirewalld("as asked for");
      }
      case NFTABLES -> ofNftables("as asked for");
      case NETSH ->
          throw new FirewallException(
              Kind.TOOL_MISSING, "netsh is of Windows, and this is Linux", "leave --platform out");
    };
  }

  /** An answer of the host. */
  @FunctionalInterface
  interface Asked<T> {
    T answer() throws FirewallException, InterruptedException;
  }

  /** Who keeps the rules by himself, told from tables that are read anyhow. */
  Keeper keeper(Asked<IptablesSnapshot> tables) throws FirewallException, InterruptedException {
    return keeper(tables, () -> true);
  }

  /**
   * Likewise.
   *
   * @param mayFilter whether tables of nft's own may have a say: where not, they need not be read
   */
  private Keeper keeper(Asked<IptablesSnapshot> tables, Asked<Boolean> mayFilter)
      throws FirewallException, InterruptedException {
    if (!ufw.isEnabled()) {
      return keeperWithoutUfw(tables, mayFilter);
    }
    String enabled = "ENABLED=yes in " + ufw.configuration();
    if (!capabilities.get().netAdmin()) {
      return ofUfw(enabled);
    }
    IptablesSnapshot kernel = tables.answer();
    if (!UfwBackend.isLive(kernel)) {
      return ofIptables(enabled + ", but the kernel asks no rule of ufw's");
    }
    if (!kernel.managed().isEmpty()) {
      return ofIptables("ufw runs this host's firewall, but " + ALREADY + "move them to ufw");
    }
    return ofUfw("it runs this host's firewall (" + enabled + ", its chains are live)");
  }

  private boolean isFirewalldThere(Asked<IptablesSnapshot> tables)
      throws FirewallException, InterruptedException {
    return firewalld.isThere()
        && capabilities.get().netAdmin()
        && tables.answer().managers().contains(Manager.FIREWALLD);
  }

  private Keeper keeperWithoutUfw(Asked<IptablesSnapshot> tables, Asked<Boolean> mayFilter)
      throws FirewallException, InterruptedException {
    if (isFirewalldThere(tables)) {
      return ofFirewalld("it runs this host's firewall");
    }
    String none = "nobody else runs this host's firewall";
    if (tools().isNftAlone()) {
      return ofNftables("this host has no iptables");
    }
    // One question of nft's is enough on most hosts.
    if (!capabilities.get().netAdmin() || !mayFilter.answer()) {
      return ofIptables(none);
    }
    IptablesSnapshot kernel = tables.answer();
    if (NftBackend.isInUse(kernel)) {
      return ofNftables("rules of Durward's stand in nft's tables already");
    }
    Optional<String> decider = NftBackend.decider(kernel);
    if (decider.isEmpty()) {
      return ofIptables(none);
    }
    if (!kernel.managed().isEmpty()) {
      return new Keeper(
          Keeper.Choice.IPTABLES,
          true,
          "nft " + decider.get() + " decides who comes in, but " + ALREADY + "move them to nft",
          iptables());
    }
    return ofNftables("nft " + decider.get() + " decides who comes in");
  }

  private Keeper ofIptables(String why) throws FirewallException {
    if (tools().isNftAlone()) {
      throw new FirewallException(
          Kind.TOOL_MISSING, "there is no iptables on this host", "install the package iptables");
    }
    boolean isChoice = ufw.isEnabled() || firewalld.isThere();
    return new Keeper(Keeper.Choice.IPTABLES, isChoice, why, iptables());
  }

  private Keeper ofFirewalld(String why) {
    return new Keeper(
        Keeper.Choice.FIREWALLD, true, why, new FirewalldBackend(firewalld, runner, iptables()));
  }

  private Keeper ofUfw(String why) {
    return new Keeper(Keeper.Choice.UFW, true, why, new UfwBackend(ufw, runner, iptables()));
  }

  private Keeper ofNftables(String why) {
    return new Keeper(Keeper.Choice.NFTABLES, true, why, new NftBackend(iptables(), users()));
  }

  /** The packet counters of Durward's rules, wherever they are kept. */
  public RuleCounters counters() {
    return () -> {
      try {
        FirewallBackend keeper = backend();
        if (keeper instanceof FirewalldBackend) {
          // Its rules have none.
          return Map.of();
        }
        return keeper instanceof UfwBackend kept
            ? kept.counters()
            : keeper instanceof NftBackend kept ? kept.counters() : iptables().counters();
      } catch (FirewallException e) {
        throw new IOException(e.getMessage(), e);
      }
    };
  }

  @Override
  public Platform platform() {
    return Platform.LINUX;
  }

  @Override
  public String name() {
    return HostName.read();
  }

  @Override
  public ListenerSource listeners() {
    return new Listeners();
  }

  @Override
  public HostNetwork network() throws FirewallException, InterruptedException {
    return new HostNetworkReader(runner).read();
  }

  /** Its programs of iptables. */
  public Tools tools() throws FirewallException {
    return Tools.find(variant);
  }
}
