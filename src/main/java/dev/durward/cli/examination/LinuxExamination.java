package dev.durward.cli.examination;

import dev.durward.cli.host.Keeper;
import dev.durward.cli.host.LinuxHost;
import dev.durward.cli.host.Reboot;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.plan.Snapshot;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Locality;
import dev.durward.platform.Question;
import dev.durward.platform.host.LocalityReader;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.Tools;
import dev.durward.platform.iptables.notices.Needless;
import dev.durward.platform.iptables.state.Manager;
import dev.durward.platform.iptables.state.Variant;
import dev.durward.platform.nftables.NftBackend;
import dev.durward.platform.persistence.Choice;
import dev.durward.report.Finding;
import dev.durward.report.Finding.State;
import dev.durward.report.NextBoot;
import dev.durward.report.PortsView.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
      tools(tools, backend);
      Keeper keeper = host.keeper(Keeper.Choice.AUTO);
      Snapshot kept = keeper.backend().snapshot();
      int lines = kept.managed().size();
      add(State.OK, "rules", "read whole, both families; " + lines + " lines are Durward's");
      add(State.OK, "kept by", keeper.title() + ": " + keeper.why());
      boot(new Reboot(host, keeper, Choice.NONE).expected(kept), lines);
      IptablesSnapshot snapshot = backend.snapshot();
      boolean nft = keeper.backend() instanceof NftBackend;
      if (nft) {
        add(State.NOTE, "nftables", NftBackend.WIPED, NftBackend.AFTER_WIPING);
      }
      others(snapshot, keeper, nft ? snapshot.surroundings() : snapshot.besides());
      families(snapshot);
    } catch (FirewallException e) {
      add(State.MISSING, "rules", String.valueOf(e.getMessage()), e.remedy());
    }
    return List.copyOf(findings);
  }

  /** Whether what is live survives a reboot. */
  private void boot(NextBoot boot, int lines) {
    if (boot.same()) {
      add(State.OK, "next boot", boot.words());
    } else if (lines == 0 && boot.by().isEmpty()) {
      add(State.NOTE, "next boot", boot.words());
    } else {
      add(State.WARNING, "next boot", boot.words(), "run durward apply with your rule files");
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

  private void tools(Tools tools, IptablesBackend backend)
      throws FirewallException, InterruptedException {
    if (tools.isNftAlone()) {
      add(State.NOTE, "iptables", "not found; nft's own tables are all that is read and kept");
      tools.nft().ifPresent(nft -> add(State.OK, "nft", nft));
      return;
    }
    Variant variant = backend.variant();
    add(State.OK, "iptables", tools.iptables() + tools.suffix() + " (" + variant.word() + ")");
    add(State.OK, "ip6tables", tools.ip6tables() + tools.suffix());
    nft(tools, variant);
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

  private void others(IptablesSnapshot snapshot, Keeper keeper, List<Diagnostic> beside) {
    for (Manager manager : snapshot.managers()) {
      boolean harms = manager.wipesOthers() && !manager.title().equals(keeper.title());
      State state = harms ? State.MISSING : State.NOTE;
      add(state, manager.title(), manager.consequence());
    }
    for (Diagnostic notice : beside) {
      State state = notice.isError() ? State.MISSING : State.WARNING;
      findings.add(new Finding(state, "beside", notice.message(), notice.proposal()));
    }
    ownRules(snapshot);
  }

  /** Rules that have no effect, or not the one that they were written for. */
  private void ownRules(IptablesSnapshot snapshot) {
    for (Needless rule : snapshot.needless()) {
      String others =
          rule.others().stream().map(LinuxExamination::name).collect(Collectors.joining(", "));
      add(
          rule.blocked() ? State.WARNING : State.NOTE,
          "own rules",
          name(rule.mark())
              + (rule.blocked()
                  ? " allows nothing that is not blocked by "
                  : " says nothing that is not said by ")
              + others,
          "take it out of its file, and run durward apply FILE");
    }
    for (Diagnostic crossing : snapshot.crossings()) {
      State state = crossing.severity() == Severity.WARNING ? State.WARNING : State.NOTE;
      findings.add(new Finding(state, "own rules", crossing.message(), crossing.proposal()));
    }
  }

  private static String name(Mark mark) {
    return "`" + mark.policy() + "/" + mark.rule() + "`";
  }

  /** A family that is forgotten lets in, or keeps out, who was not meant. */
  private void families(IptablesSnapshot snapshot) throws InterruptedException {
    Locality locality = Locality.UNKNOWN;
    try {
      locality = new LocalityReader(host.runner()).read();
    } catch (FirewallException e) {
      add(State.WARNING, "addresses", String.valueOf(e.getMessage()), e.remedy());
    }
    Situation situation =
        new Situation(snapshot, EnumSet.allOf(Family.class), locality, Optional.empty(), List.of());
    Question any =
        new Question(
            1,
            Protocol.TCP.number(),
            Direction.IN,
            EnumSet.allOf(Family.class),
            AddressSet.ANY,
            Optional.empty(),
            Instant.now());
    for (Row row : new PortSurvey(situation, any).rows()) {
      String over4 = row.access().getOrDefault(Family.IPV4, "");
      String over6 = row.access().getOrDefault(Family.IPV6, "");
      boolean only4 = over4.equals("allowed") && over6.equals("shut");
      boolean only6 = over6.equals("allowed") && over4.equals("shut");
      if (only4 || only6) {
        add(
            only6 ? State.WARNING : State.NOTE,
            "one family",
            (row.ports().equals("others") ? "every other port" : row.ports())
                + "/"
                + row.protocol()
                + " is open over "
                + (only6 ? "IPv6 and shut over IPv4" : "IPv4 and shut over IPv6"),
            "durward explain --all says by which rules");
      }
    }
  }

  private void add(State state, String subject, String message) {
    findings.add(Finding.of(state, subject, message));
  }

  private void add(State state, String subject, String message, String remedy) {
    findings.add(Finding.of(state, subject, message, remedy));
  }
}
