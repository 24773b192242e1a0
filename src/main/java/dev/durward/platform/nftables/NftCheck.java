package dev.durward.platform.nftables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.platform.InboundCheck;
import dev.durward.platform.KeeperCheck;
import dev.durward.platform.WindowsWords;
import dev.durward.platform.iptables.IptablesBackend.UserNumbers;
import dev.durward.platform.iptables.LinuxCheck;
import java.util.ArrayList;
import java.util.List;

/** What nft can't say of a rule set, with its place in the file. */
final class NftCheck {
  private NftCheck() {}

  static List<Diagnostic> check(RuleSet desired, SourceMap sources, UserNumbers users) {
    List<Diagnostic> found =
        new ArrayList<>(
            InboundCheck.refusal(
                desired, sources, "nftables", "give a chain of your own at input the policy drop"));
    for (Rule rule : desired.rules()) {
      if (rule.enabled() && rule.platforms().contains(Platform.LINUX)) {
        found.addAll(WindowsWords.onLinux(rule, sources, "nftables"));
        found.addAll(LinuxCheck.of(rule, sources, users));
        found.addAll(interfaces(rule, sources));
        found.addAll(expiry(rule, sources));
      }
    }
    return found;
  }

  private static List<Diagnostic> interfaces(Rule rule, SourceMap sources) {
    List<Diagnostic> found = new ArrayList<>();
    for (String card : rule.linux().interfaces()) {
      if (!InterfaceName.isSayable(card)) {
        found.add(
            Diagnostic.error(
                sources.of(rule.name(), "linux.interfaces"),
                "nft can't name the interface " + card,
                "name another one, or leave `interfaces` out for all"));
      }
    }
    return found;
  }

  /** nft prints a day by the host's clock of the time, which may be another one tomorrow. */
  private static List<Diagnostic> expiry(Rule rule, SourceMap sources) {
    return rule.expires().stream()
        .map(
            day ->
                Diagnostic.warning(
                    sources.of(rule.name(), "expires"),
                    "in nftables no day is kept: the rule goes with the first `durward apply` from "
                        + day
                        + " on",
                    KeeperCheck.HOURLY))
        .toList();
  }
}
