package dev.durward.cli;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.Manager;
import dev.durward.platform.iptables.Tools;
import dev.durward.platform.iptables.Variant;
import dev.durward.report.Finding;
import dev.durward.report.Finding.State;
import java.util.ArrayList;
import java.util.List;

/** Looks at a Linux host: the tools, the capability, the rules, and who else keeps rules. */
final class LinuxExamination {
  private final LinuxHost host;
  private final List<Finding> findings = new ArrayList<>();

  LinuxExamination(LinuxHost host) {
    this.host = host;
  }

  /** What is found, in the order in which it is looked at. */
  List<Finding> findings() throws InterruptedException {
    permissions();
    try {
      Tools tools = host.tools();
      IptablesBackend backend = host.iptables();
      Variant variant = backend.variant();
      add(State.OK, "iptables", tools.iptables() + tools.suffix() + " (" + variant.word() + ")");
      add(State.OK, "ip6tables", tools.ip6tables() + tools.suffix());
      nft(tools, variant);
      Keeper keeper = host.keeper(Keeper.Choice.AUTO);
      int lines = keeper.backend().snapshot().managed().size();
      add(State.OK, "rules", "read whole, both families; " + lines + " lines are Durward's");
      add(State.OK, "kept by", keeper.title() + ": " + keeper.why());
      others(backend.snapshot(), keeper);
    } catch (FirewallException e) {
      add(State.MISSING, "rules", String.valueOf(e.getMessage()), e.remedy());
    }
    return List.copyOf(findings);
  }

  private void permissions() {
    boolean may = host.capabilities().get().netAdmin();
    if (may) {
      add(State.OK, "capability", "CAP_NET_ADMIN: rules may be read and changed");
    } else {
      add(
          State.MISSING,
          "capability",
          "CAP_NET_ADMIN is missing: rules may be neither read nor changed",
          "run this as root; `durward plan --from DUMP` works without");
    }
  }

  private void nft(Tools tools, Variant variant) {
    if (variant == Variant.NFT && tools.nft().isEmpty()) {
      add(
          State.WARNING,
          "nft",
          "not found: rules that nft wrote natively, which iptables shows wider than they are,"
              + " would go unnoticed",
          "install the package nftables");
    }
    tools.nft().ifPresent(nft -> add(State.OK, "nft", nft));
  }

  private void others(IptablesSnapshot snapshot, Keeper keeper) {
    for (Manager manager : snapshot.managers()) {
      boolean harms = manager.wipesOthers() && !manager.title().equals(keeper.title());
      State state = harms ? State.MISSING : State.NOTE;
      add(state, manager.title(), manager.consequence());
    }
    for (Diagnostic notice : snapshot.surroundings()) {
      State state = notice.isError() ? State.MISSING : State.WARNING;
      findings.add(new Finding(state, "beside", notice.message(), notice.proposal()));
    }
  }

  private void add(State state, String subject, String message) {
    findings.add(Finding.of(state, subject, message));
  }

  private void add(State state, String subject, String message, String remedy) {
    findings.add(Finding.of(state, subject, message, remedy));
  }
}
