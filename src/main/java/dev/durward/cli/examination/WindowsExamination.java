package dev.durward.cli.examination;

import dev.durward.cli.host.WindowsHost;
import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.FirewallException;
import dev.durward.platform.netsh.DefenderSnapshot;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.report.Finding;
import dev.durward.report.Finding.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at a Windows host: netsh, elevation, the rules, the profiles and group policy. */
final class WindowsExamination {
  private final WindowsHost host;
  private final List<Finding> findings = new ArrayList<>();

  WindowsExamination(WindowsHost host) {
    this.host = host;
  }

  /** What is found, in the order in which it is looked at. */
  List<Finding> findings() {
    String netsh = host.netsh();
    findings.add(
        Files.exists(Path.of(netsh))
            ? Finding.of(State.OK, "netsh", netsh)
            : Finding.of(State.MISSING, "netsh", netsh + " is not there", "repair Windows"));
    try {
      host.backend().requirePermission();
      findings.add(Finding.of(State.OK, "elevation", "this process may change the firewall"));
    } catch (FirewallException e) {
      String why = String.valueOf(e.getMessage());
      findings.add(Finding.of(State.MISSING, "elevation", why, e.remedy()));
    }
    try {
      rules(host.backend().snapshot());
    } catch (FirewallException e) {
      String why = String.valueOf(e.getMessage());
      findings.add(Finding.of(State.MISSING, "rules", why, e.remedy()));
    }
    return List.copyOf(findings);
  }

  private void rules(DefenderSnapshot snapshot) {
    FirewallPolicy policy = snapshot.policy();
    findings.add(
        Finding.of(
            State.OK,
            "rules",
            policy.localRules().size()
                + " local ones, "
                + snapshot.ownRules()
                + " of them Durward's; "
                + policy.groupRules().size()
                + " of group policy"));
    findings.add(
        Finding.of(
            State.OK,
            "next boot",
            "the rules were read from the registry, from which Windows takes them at boot"));
    if (!policy.unread().isEmpty()) {
      FirewallPolicy.Unread first = policy.unread().get(0);
      findings.add(
          Finding.of(
              State.WARNING,
              "rules",
              policy.unread().size()
                  + " are not understood, such as "
                  + first.id()
                  + ": "
                  + first.reason(),
              "look at them in wf.msc"));
    }
    for (Profile profile : Profile.values()) {
      String subject = profile.name().toLowerCase(Locale.ROOT);
      List<Diagnostic> notices = snapshot.notices(profile);
      if (notices.isEmpty()) {
        findings.add(Finding.of(State.OK, subject, "rules that allow open ports in this profile"));
      }
      for (Diagnostic notice : notices) {
        findings.add(new Finding(State.WARNING, subject, notice.message(), notice.proposal()));
      }
    }
  }
}
