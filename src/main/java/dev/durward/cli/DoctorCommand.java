package dev.durward.cli;

import com.beust.jcommander.Parameter;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.Manager;
import dev.durward.platform.iptables.Tools;
import dev.durward.platform.iptables.Variant;
import dev.durward.report.DoctorView;
import dev.durward.report.Finding;
import dev.durward.report.Finding.State;
import dev.durward.report.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code doctor}: what this host has, and what follows from it. */
final class DoctorCommand {
  private final Terminal terminal;
  private final Host host;
  private final List<Finding> findings = new ArrayList<>();

  DoctorCommand(Terminal terminal, Host host) {
    this.terminal = terminal;
    this.host = host;
  }

  private static final class Options {
    @Parameter private List<String> words = new ArrayList<>();

    @Parameter(names = "--output")
    private String output = "text";
  }

  ExitCode run(List<String> arguments) throws UsageException, InterruptedException {
    Options options = Arguments.parse(new Options(), arguments);
    Arguments.none(options.words);
    boolean json = Arguments.isJson(options.output);
    look();
    DoctorView view = new DoctorView(findings);
    terminal.out().print(json ? view.json() : view.text(new Style(terminal.colour())));
    return view.isWell() ? ExitCode.DONE : ExitCode.IMPOSSIBLE_HERE;
  }

  private void look() throws InterruptedException {
    add(State.OK, "java", Runtime.version() + ", " + System.getProperty("java.vendor"));
    permissions();
    try {
      Tools tools = host.tools();
      IptablesBackend backend = host.backend();
      Variant variant = backend.variant();
      add(State.OK, "iptables", tools.iptables() + tools.suffix() + " (" + variant.word() + ")");
      add(State.OK, "ip6tables", tools.ip6tables() + tools.suffix());
      nft(tools, variant);
      rules(backend.snapshot());
    } catch (FirewallException e) {
      add(State.MISSING, "rules", String.valueOf(e.getMessage()), e.remedy());
    }
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

  private void rules(IptablesSnapshot snapshot) {
    int lines = snapshot.managed().size();
    add(State.OK, "rules", "read whole, both families; " + lines + " lines are Durward's");
    for (Manager manager : snapshot.managers()) {
      State state = manager.wipesOthers() ? State.MISSING : State.NOTE;
      add(state, manager.title(), manager.consequence());
    }
    for (Diagnostic notice : snapshot.surroundings()) {
      State state = notice.isError() ? State.MISSING : State.WARNING;
      findings.add(new Finding(state, "beside", notice.message(), notice.proposal()));
    }
  }

  private void add(State state, String subject, String message) {
    findings.add(new Finding(state, subject, message, Optional.empty()));
  }

  private void add(State state, String subject, String message, String remedy) {
    findings.add(new Finding(state, subject, message, Optional.of(remedy)));
  }
}
