package dev.durward.platform.ufw;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Action;
import dev.durward.model.Platform;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.platform.InboundCheck;
import dev.durward.platform.KeeperCheck;
import java.util.List;
import java.util.stream.Stream;

/** What ufw can't say of a rule set, with its place in the file. */
final class UfwCheck {
  /** ufw takes a quarter of a second and more for each. */
  private static final int MOST_PIECES = 200;

  private final KeeperCheck check;

  private UfwCheck(SourceMap sources) {
    check =
        new KeeperCheck("ufw", ", or keep the rules beside ufw with --platform iptables", sources);
  }

  static List<Diagnostic> check(RuleSet desired, SourceMap sources) {
    UfwCheck ufw = new UfwCheck(sources);
    for (Rule rule : desired.rules()) {
      if (rule.enabled() && rule.platforms().contains(Platform.LINUX)) {
        ufw.check.common(rule, UfwTranslation.count(rule), MOST_PIECES);
        ufw.linuxOptions(rule);
        ufw.protocols(rule);
      }
    }
    return Stream.concat(
            InboundCheck.refusal(desired, sources, "ufw", "run `ufw default deny incoming`")
                .stream(),
            ufw.check.found().stream())
        .toList();
  }

  private void linuxOptions(Rule rule) {
    if (rule.linux().limit().isPresent()) {
      check.error(
          rule,
          "linux.limit",
          "ufw's limit is always 6 connections in 30 seconds from each address, and not "
              + rule.linux().limit().get()
              + " of all together",
          "leave `limit` out");
    }
    for (String card : rule.linux().interfaces()) {
      if (!card.matches("[a-zA-Z0-9_.+,=%@-]{1,15}")) {
        check.error(
            rule,
            "linux.interfaces",
            "ufw doesn't take " + card + " for an interface",
            "name another one");
      }
    }
    if (rule.action() != Action.ALLOW && !rule.linux().interfaces().isEmpty()) {
      check.warning(
          rule,
          "linux.interfaces",
          "connections that are open already go on: which interface one comes by can't be told, "
              + "and ufw lets its packets pass",
          "name addresses (`remote`, `local`) instead, or restart the services that hold them");
    }
  }

  private void protocols(Rule rule) {
    for (Protocol protocol : rule.protocols()) {
      if (UfwTranslation.word(protocol).isEmpty()) {
        check.error(
            rule,
            "protocol",
            "ufw has no rules for protocol "
                + protocol.word()
                + (protocol.kind() == Protocol.Kind.ICMP
                    ? ": which ICMP messages pass stands in /etc/ufw/before.rules"
                    : ""),
            "use tcp, udp, any, 47, 50 or 51");
      }
      if (protocol.kind() == Protocol.Kind.ANY && rule.action() != Action.ALLOW) {
        check.error(
            rule,
            "protocol",
            "ufw lets ICMP messages pass before its own rules, so that not all protocols can be "
                + (rule.action() == Action.BLOCK ? "blocked" : "rejected"),
            "use `protocol: [tcp, udp]`");
      }
    }
  }
}
