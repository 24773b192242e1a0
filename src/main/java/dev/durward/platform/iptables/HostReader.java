package dev.durward.platform.iptables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.probe.RuleCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Reads a host: one save a family, and nft for what iptables can't show. A failed or partial read
 * is an exception and never an empty host.
 */
final class HostReader {
  private static final String LEGACY_BESIDE = "iptables-legacy tables present";

  private final Tools tools;
  private final CommandRunner runner;
  private final Inquiry inquiry;

  HostReader(Tools tools, CommandRunner runner) {
    this.tools = tools;
    this.runner = runner;
    this.inquiry = new Inquiry(runner);
  }

  IptablesSnapshot read() throws FirewallException, InterruptedException {
    // Each is a process of its own, and none needs another's answer.
    FutureTask<Variant> variant =
        start(() -> tools.isNftAlone() ? Variant.NFT : tools.variant(runner));
    FutureTask<Save> ipv4 = start(() -> save(Family.IPV4));
    FutureTask<Save> ipv6 = start(() -> save(Family.IPV6));
    FutureTask<Optional<CommandResult>> chains = start(this::listChains);
    List<Save> saves = List.of(await(ipv4), await(ipv6));
    List<Diagnostic> surroundings = new ArrayList<>();
    Variant kept = await(variant);
    BesideTables beside = new BesideTables(inquiry, tools);
    for (Save save : saves) {
      if (save.legacyBeside()) {
        beside.readOther(Variant.LEGACY, save.family());
      }
    }
    Optional<CommandResult> list = await(chains);
    if (list.isPresent()) {
      surroundings.addAll(nativeTables(list.get()));
      readNative(list.get(), kept, beside);
      if (kept == Variant.NFT && !tools.isNftAlone()) {
        NativeSets sets = new NativeSets(inquiry, tools, tools.nft().orElseThrow());
        List<FutureTask<Void>> looks = new ArrayList<>();
        for (Save save : saves) {
          looks.add(
              start(
                  () -> {
                    sets.refuse(save.family(), save.dump());
                    return null;
                  }));
        }
        for (FutureTask<Void> look : looks) {
          await(look);
        }
      }
    }
    if (beside.isOfBothVariants()) {
      surroundings.add(
          warning(
              "this host has rules in both variants of iptables; Durward keeps those of "
                  + kept.word()
                  + ", and a packet must pass both",
              "see iptables-" + kept.other().suffix() + "-save, and move what is there"));
    }
    return new IptablesSnapshot(
        tools,
        saves.stream()
            .map(save -> new FamilyState(save.family(), save.dump(), beside.of(save.family())))
            .toList(),
        surroundings,
        sets(saves).with(beside.sets()),
        beside.unread());
  }

  /** What iptables doesn't show of the other variant and of nft's own tables. */
  private void readNative(CommandResult chains, Variant kept, BesideTables beside)
      throws FirewallException, InterruptedException {
    try {
      beside.readNative(tools.nft().orElseThrow(), NativeTables.foreignTables(chains.output()));
      if (kept == Variant.LEGACY) {
        for (Family family : NativeTables.ofIptables(chains.output())) {
          beside.readOther(Variant.NFT, family);
        }
      }
    } catch (IOException e) {
      // That nft could not say it is among the notices already.
      return;
    }
  }

  /** Whether a table that iptables doesn't keep has a chain at input or output. */
  boolean hasNativeFilters() throws FirewallException, InterruptedException {
    Optional<CommandResult> chains = listChains();
    try {
      return chains.isPresent() && !NativeTables.foreignChains(chains.get().output()).isEmpty();
    } catch (IOException e) {
      // Whoever reads the host is told.
      return false;
    }
  }

  /** What the sets hold that rules ask; those that can't be read are not known. */
  private IpSets sets(List<Save> saves) throws InterruptedException {
    Optional<Command> command = tools.saveSets();
    if (command.isEmpty() || saves.stream().noneMatch(save -> asksSets(save.dump()))) {
      return IpSets.NONE;
    }
    try {
      CommandResult result = runner.run(command.get());
      return result.succeeded() ? IpSets.parse(result.text()) : IpSets.NONE;
    } catch (IOException e) {
      return IpSets.NONE;
    }
  }

  private static boolean asksSets(SaveDump dump) {
    return dump.tables().values().stream()
        .flatMap(table -> table.chains().values().stream())
        .flatMap(chain -> chain.rules().stream())
        .anyMatch(rule -> rule.mayHave("--match-set"));
  }

  /** The packet counters of Durward's own rules. */
  Map<RuleCounters.Key, Long> counters() throws FirewallException, InterruptedException {
    FutureTask<Save> ipv4 = start(() -> save(Family.IPV4));
    FutureTask<Save> ipv6 = start(() -> save(Family.IPV6));
    Map<RuleCounters.Key, Long> counters = new HashMap<>();
    for (Save save : List.of(await(ipv4), await(ipv6))) {
      new FamilyState(save.family(), save.dump()).count(counters);
    }
    return counters;
  }

  /**
   * One family's save.
   *
   * @param legacyBeside whether iptables warned that the other variant has tables too
   */
  private record Save(Family family, SaveDump dump, boolean legacyBeside) {}

  private Save save(Family family) throws FirewallException, InterruptedException {
    if (tools.isNftAlone()) {
      return new Save(family, new SaveDump(Map.of()), false);
    }
    Command command = tools.save(family);
    CommandResult result = inquiry.run(command);
    if (!result.succeeded()) {
      throw Inquiry.unreadable(command, result.complaint());
    }
    try {
      boolean legacy = result.error().contains(LEGACY_BESIDE);
      return new Save(family, SaveDump.parse(result.output()), legacy);
    } catch (SaveDump.Unreadable e) {
      throw Inquiry.unreadable(command, "its output can't be trusted: " + e.getMessage());
    }
  }

  private Optional<CommandResult> listChains() throws FirewallException, InterruptedException {
    return tools.nft().isPresent()
        ? Optional.of(inquiry.run(Command.of(tools.nft().get(), "-j", "list", "chains")))
        : Optional.empty();
  }

  private List<Diagnostic> nativeTables(CommandResult list) {
    List<Diagnostic> notices = new ArrayList<>();
    try {
      for (NativeTables.BaseChain chain : NativeTables.foreignChains(list.output())) {
        if (chain.table().equals("inet firewalld")) {
          notices.add(
              new Diagnostic(
                  Severity.ERROR,
                  Optional.empty(),
                  "firewalld runs this host's firewall in nftables: what iptables accepts, its"
                      + " table still refuses, and its reload wipes iptables' rules",
                  Optional.of("stop and disable firewalld, or open the port with firewall-cmd")));
          return notices;
        }
      }
    } catch (IOException e) {
      notices.add(
          warning("nft could not say what else filters packets here", "run nft list ruleset"));
    }
    return notices;
  }

  private static Diagnostic warning(String message, String proposal) {
    return new Diagnostic(Severity.WARNING, Optional.empty(), message, Optional.of(proposal));
  }

  /** A thread of its own, since it inherits the caller's network namespace; a pool's may not. */
  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "durward-read");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static <T> T await(FutureTask<T> task) throws FirewallException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FirewallException trouble) {
        throw trouble;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
