package dev.durward.platform.firewalld;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Platform;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.platform.InboundCheck;
import dev.durward.platform.KeeperCheck;
import java.util.List;
import java.util.stream.Stream;

/** What firewalld can't say of a rule set, with its place in the file. */
final class FirewalldCheck {
  /** firewalld loads each by itself. */
  private static final int MOST_PIECES = 200;

  private final KeeperCheck check;

  private FirewalldCheck(SourceMap sources) {
    check = new KeeperCheck("firewalld", "", sources);
  }

  static List<Diagnostic> check(RuleSet desired, SourceMap sources) {
    FirewalldCheck firewalld = new FirewalldCheck(sources);
    for (Rule rule : desired.rules()) {
      if (rule.enabled() && rule.platforms().contains(Platform.LINUX)) {
        firewalld.check.common(rule, RichRules.count(rule), MOST_PIECES);
        firewalld.narrowing(rule);
      }
    }
    return Stream.concat(
            InboundCheck.refusal(
                desired,
                sources,
                "firewalld",
                "put the interfaces into a zone that refuses the rest, such as public or drop")
                .stream(),
            firewalld.check.found().stream())
        .toList();
  }

  private void narrowing(Rule rule) {
    if (!rule.linux().interfaces().isEmpty()) {
      check.error(
          rule,
          "linux.interfaces",
          "firewalld has interfaces in zones, and a rule for all zones can't be held to one; without"
              + " it the rule would be wider than written",
          "leave `interfaces` out, or say by `local` or `remote` whom it is for");
    }
    if (rule.linux().limit().isPresent()) {
      check.error(
          rule,
          "linux.limit",
          "firewalld counts a limit for each port, address and family of a rule, so that more would"
              + " pass than written",
          "leave `limit` out");
    }
    if (!rule.destinationPorts().isAll() && !rule.sourcePorts().isAll()) {
      check.error(
          rule,
          "ports",
          "firewalld can't hold a rule to the ports of both sides, and with one of them it would be"
              + " wider than written",
          "leave `ports`, `remote-ports` or `local-ports` out");
    }
  }
}
