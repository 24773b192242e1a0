package dev.durward.platform.iptables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import dev.durward.platform.Concurrent;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.nft.NativeTables;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.save.SaveReader;
import dev.durward.platform.iptables.state.FamilyState;
import dev.durward.platform.iptables.state.Variant;
import dev.durward.probe.verification.RuleCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a host: one save a family, and nft for what iptables can't show. A failed or partial read
 * is an exception and never an empty host.
 */
final class HostReader {
  private static final String LEGACY_BESIDE = "iptables-legacy tables present";

  private final Tools tools;
  private final CommandRunner runner;
  private final Inquiry inquiry;
  private final Map<Family, Concurrent<Save>> begun = new EnumMap<>(Family.class);

  HostReader(Tools tools, CommandRunner runner) {
    this.tools = tools;
    this.runner = runner;
    this.inquiry = new Inquiry(runner);
  }

  /** Begins to read one family. */
  void begin(Family family) {
    begun.put(family, Concurrent.start(() -> save(family)));
  }

  /** Reads the rest, and waits for what has begun. */
  IptablesSnapshot read() throws FirewallException, InterruptedException {
    Concurrent<Variant> variant =
        Concurrent.start(() -> tools.isNftAlone() ? Variant.NFT : tools.variant(runner));
    beginRest();
    Concurrent<Optional<CommandResult>> chains = Concurrent.start(this::listChains);
    List<Save> saves = saves();
    List<Diagnostic> surroundings = new ArrayList<>();
    Variant kept = variant.await();
    BesideTables beside = new BesideTables(inquiry, tools);
    for (Save save : saves) {
      if (save.legacyBeside()) {
        beside.readOther(Variant.LEGACY, save.family());
      }
    }
    Optional<CommandResult> list = chains.await();
    boolean firewalld = false;
    if (list.isPresent()) {
      firewalld = isFirewalldThere(list.get());
      readNative(list.get(), kept, beside).ifPresent(surroundings::add);
      if (kept == Variant.NFT && !tools.isNftAlone()) {
        NativeSets sets = new NativeSets(inquiry, tools, tools.nft().orElseThrow());
        List<Concurrent<Void>> looks = new ArrayList<>();
        for (Save save : saves) {
          looks.add(
              Concurrent.start(
                  () -> {
                    sets.refuse(save.family(), save.dump());
                    return null;
                  }));
        }
        for (Concurrent<Void> look : looks) {
          look.await();
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
        tools.of(kept),
        saves.stream()
            .map(save -> new FamilyState(save.family(), save.dump(), beside.of(save.family())))
            .toList(),
        surroundings,
        sets(saves).with(beside.sets()),
        beside.unread(),
        firewalld);
  }

  private void beginRest() {
    for (Family family : Family.values()) {
      if (!begun.containsKey(family)) {
        begin(family);
      }
    }
  }

  /** IPv4's, then IPv6's. */
  private List<Save> saves() throws FirewallException, InterruptedException {
    beginRest();
    List<Save> saves = new ArrayList<>();
    for (Concurrent<Save> save : begun.values()) {
      saves.add(save.await());
    }
    return saves;
  }

  private static boolean isFirewalldThere(CommandResult chains) {
    try {
      return NativeTables.foreignTables(chains.output()).contains(NativeTables.FIREWALLD);
    } catch (IOException e) {
      // The user is told that nft could not say it.
      return false;
    }
  }

  /** What iptables doesn't show of the other variant and of nft's own tables. */
  private Optional<Diagnostic> readNative(CommandResult chains, Variant kept, BesideTables beside)
      throws FirewallException, InterruptedException {
    try {
      beside.readNative(tools.nft().orElseThrow(), NativeTables.foreignTables(chains.output()));
      if (kept == Variant.LEGACY) {
        for (Family family : NativeTables.ofIptables(chains.output())) {
          beside.readOther(Variant.NFT, family);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          warning("nft could not say what else filters packets here", "run nft list ruleset"));
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
    Map<RuleCounters.Key, Long> counters = new HashMap<>();
    for (Save save : saves()) {
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
    SaveReader reader = new SaveReader();
    CommandResult result = inquiry.run(command, reader);
    if (!result.succeeded()) {
      throw Inquiry.unreadable(command, result.complaint());
    }
    try {
      boolean legacy = result.error().contains(LEGACY_BESIDE);
      return new Save(family, reader.finish(), legacy);
    } catch (SaveDump.Unreadable e) {
      throw Inquiry.unreadable(command, "its output can't be trusted: " + e.getMessage());
    }
  }

  private Optional<CommandResult> listChains() throws FirewallException, InterruptedException {
    return tools.nft().isPresent()
        ? Optional.of(inquiry.run(Command.of(tools.nft().get(), "-j", "list", "chains")))
        : Optional.empty();
  }

  private static Diagnostic warning(String message, String proposal) {
    return new Diagnostic(Severity.WARNING, Optional.empty(), message, Optional.of(proposal));
  }
}
