package dev.durward.platform.ufw;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Action;
import dev.durward.model.Platform;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.platform.WindowsWords;
import java.util.ArrayList;
import java.util.List;

/** What ufw can't say of a rule set, with its place in the file. */
final class UfwCheck {
  /** ufw takes a quarter of a second and more for each. */
  private static final int MOST_PIECES = 200;

  private static final String OTHERWISE = ", or keep the rules beside ufw with --platform iptables";

  private final SourceMap sources;
  private final List<Diagnostic> found = new ArrayList<>();
  private boolean running;

  private UfwCheck(SourceMap sources) {
    this.sources = sources;
  }

  static List<Diagnostic> check(RuleSet desired, SourceMap sources) {
    UfwCheck check = new UfwCheck(sources);
    for (Rule rule : desired.rules()) {
      if (rule.enabled() && rule.platforms().contains(Platform.LINUX)) {
        check.found.addAll(WindowsWords.onLinux(rule, sources, "ufw"));
        check.linuxOptions(rule);
        check.protocols(rule);
        check.size(rule);
        check.expiry(rule);
        check.running(rule);
      }
    }
    return check.found;
  }

  private void error(Rule rule, String key, String message, String proposal) {
    found.add(Diagnostic.error(sources.of(rule.name(), key), message, proposal + OTHERWISE));
  }

  private void linuxOptions(Rule rule) {
    if (rule.linux().user().isPresent()) {
      error(
          rule,
          "linux.user",
          "ufw can't hold a rule to a user, and without it the rule would be wider than written",
          "leave `user` out");
    }
    if (rule.linux().limit().isPresent()) {
      error(
          rule,
          "linux.limit",
          "ufw's limit is always 6 connections in 30 seconds from each address, and not "
              + rule.linux().limit().get()
              + " of all together",
          "leave `limit` out");
    }
    for (String card : rule.linux().interfaces()) {
      if (!card.matches("[a-zA-Z0-9_.+,=%@-]{1,15}")) {
        error(
            rule,
            "linux.interfaces",
            "ufw doesn't take " + card + " for an interface",
            "name another one");
      }
    }
  }

  private void protocols(Rule rule) {
    for (Protocol protocol : rule.protocols()) {
      if (UfwTranslation.word(protocol).isEmpty()) {
        error(
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
        error(
            rule,
            "protocol",
            "ufw lets ICMP messages pass before its own rules, so that not all protocols can be "
                + (rule.action() == Action.BLOCK ? "blocked" : "rejected"),
            "use `protocol: [tcp, udp]`");
      }
    }
  }

  private void size(Rule rule) {
    long pieces = UfwTranslation.count(rule);
    if (pieces > MOST_PIECES) {
      error(
          rule,
          "remote",
          "the rule comes to " + pieces + " rules of ufw, more than " + MOST_PIECES,
          "write networks instead of single addresses and ranges");
    }
  }

  private void expiry(Rule rule) {
    rule.expires()
        .ifPresent(
            day ->
                found.add(
                    Diagnostic.warning(
                        sources.of(rule.name(), "expires"),
                        "ufw keeps no day: the rule goes with the first `durward apply` from "
                            + day
                            + " on",
                        "let a timer run `durward apply` every day" + OTHERWISE)));
  }

  /** Said once: ufw's own rules let running connections pass before those that it is given. */
  private void running(Rule rule) {
    if (rule.action() != Action.ALLOW && !running) {
      running = true;
      found.add(
          Diagnostic.note(
              sources.of(rule.name(), "action"),
              "ufw refuses new connections; those that are open already stay open"));
    }
  }
}
