package dev.durward.platform.netsh.translation;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Action;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Platform;
import dev.durward.model.Protocol;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.model.WindowsOptions;
import dev.durward.plan.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Defender Firewall, or netsh, can't say of a rule set, with its place in the file. */
public final class NetshCheck {
  /** More rules than that for one rule of the file are a mistake. */
  private static final int MOST_PIECES = 1_000;

  /** As long as the lists that are split; longer ones are no use on a command line. */
  private static final int LONGEST_TEXT = RuleTranslation.LONGEST_LIST;

  private static final String ONLY_LINUX =
      "add `platforms: [linux]` to the rule, and another one for Windows";

  private final SourceMap sources;
  private final Variables variables;
  private final List<Diagnostic> found = new ArrayList<>();

  private NetshCheck(SourceMap sources, Variables variables) {
    this.sources = sources;
    this.variables = variables;
  }

  /**
   * Everything in the rules for Windows that can't be said there.
   *
   * @param variables of the host that they are for
   */
  public static List<Diagnostic> check(RuleSet desired, SourceMap sources, Variables variables) {
    NetshCheck check = new NetshCheck(sources, variables);
    for (Rule rule : desired.rules()) {
      if (rule.enabled() && rule.platforms().contains(Platform.WINDOWS)) {
        check.linuxOptions(rule);
        check.action(rule);
        check.protocols(rule);
        check.windowsOptions(rule);
        check.loopback(rule, "remote", rule.remote());
        check.loopback(rule, "local", rule.local());
        check.texts(desired.policy(), rule);
        check.size(desired.policy(), rule);
        check.expiry(rule);
      }
    }
    return check.found;
  }

  private void error(Rule rule, String key, String message, String proposal) {
    found.add(Diagnostic.error(sources.of(rule.name(), key), message, proposal));
  }

  private void linuxOptions(Rule rule) {
    LinuxOptions linux = rule.linux();
    if (!linux.interfaces().isEmpty()) {
      inexpressible(rule, "linux.interfaces", "an interface by its name");
    }
    if (linux.limit().isPresent()) {
      inexpressible(rule, "linux.limit", "a rate");
    }
    if (linux.user().isPresent()) {
      inexpressible(rule, "linux.user", "a user of Linux");
    }
    if (linux.log()) {
      found.add(
          Diagnostic.note(sources.of(rule.name(), "linux.log"), "`log` has no effect on Windows"));
    }
  }

  private void inexpressible(Rule rule, String key, String what) {
    error(
        rule,
        key,
        "Defender Firewall can't hold a rule to "
            + what
            + ", and without it the rule would be wider than written",
        ONLY_LINUX);
  }

  private void action(Rule rule) {
    if (rule.action() == Action.REJECT) {
      error(
          rule,
          "action",
          "Defender Firewall can't reject: what it refuses gets no answer",
          "use `action: block`, or add `platforms: [linux]`");
    }
  }

  private void protocols(Rule rule) {
    for (Protocol protocol : rule.protocols()) {
      boolean named = !rule.destinationPorts().isAll() || !rule.sourcePorts().isAll();
      if (protocol.equals(Protocol.SCTP) && named) {
        error(
            rule,
            "ports",
            "netsh takes ports of tcp and udp alone, not of sctp",
            "add `platforms: [linux]`, or write a rule of its own for sctp");
      }
    }
  }

  private void windowsOptions(Rule rule) {
    WindowsOptions windows = rule.windows();
    if (!windows.remote().isEmpty() && !rule.remote().isAny()) {
      error(
          rule,
          "windows.remote",
          "`remote` names addresses, and this names others instead of them",
          "write a rule of its own for each");
    }
    boolean icmp = rule.protocols().contains(Protocol.ICMP);
    boolean oneFamily = icmp || rule.effectiveFamilies().size() == 1;
    if (!windows.remote().isEmpty() && rule.remote().isAny() && oneFamily) {
      error(
          rule,
          "windows.remote",
          "these are addresses of both families, and what netsh makes of them in a rule of one is"
              + " not documented",
          "write the addresses themselves under `remote`");
    }
    if (!windows.icmpTypes().isEmpty()) {
      boolean icmpAlone = rule.protocols().equals(List.of(Protocol.ICMP));
      if (!icmpAlone || rule.effectiveFamilies().size() != 1) {
        error(
            rule,
            "windows.icmp-types",
            "types of ICMP messages mean something with `protocol: icmp` and in one family",
            icmpAlone ? "add `families: [ipv4]` or `[ipv6]`" : "use `protocol: icmp`");
      }
    }
    windows
        .program()
        .flatMap(variables::unknown)
        .ifPresent(
            name ->
                error(
                    rule,
                    "windows.program",
                    name + " is no variable of that host's environment",
                    "write the path itself"));
    boolean deferred =
        windows.edge() == WindowsOptions.Edge.DEFERAPP
            || windows.edge() == WindowsOptions.Edge.DEFERUSER;
    if (deferred && rule.action() != Action.ALLOW) {
      error(
          rule,
          "windows.edge",
          "who decides about traffic from beyond the edge is a matter of rules that allow",
          "delete it, or use `action: allow`");
    }
  }

  /** KB 2771908: rules have no effect on loopback, and its addresses are not supported in them. */
  private void loopback(Rule rule, String key, AddressSet addresses) {
    boolean named =
        addresses.ranges().stream()
            .filter(range -> !range.isAll())
            .anyMatch(range -> range.first().isLoopback() || range.last().isLoopback());
    if (named) {
      error(
          rule,
          key,
          "Windows doesn't take addresses of loopback, which no rule applies to anyway",
          "leave 127.0.0.0/8 and ::1 out");
    }
  }

  private void texts(String policy, Rule rule) {
    Mark mark = Mark.of(policy, rule.name());
    if (rule.name().indexOf('=') >= 0) {
      error(rule, "name", "what netsh makes of = in a name is not documented", "write it without");
    }
    if (rule.name().startsWith("@")) {
      error(
          rule,
          "name",
          "Windows takes a name that begins with @ for the place of a text",
          "begin it with a letter");
    }
    OwnDescription description = OwnDescription.of(rule, mark);
    text(rule, "description", rule.description());
    text(rule, "justification", rule.justification());
    text(rule, "owner", rule.owner());
    if (!OwnDescription.parse(description.text()).equals(Optional.of(description))) {
      error(
          rule,
          rule.description().isPresent() ? "description" : "justification",
          "on Windows description, justification and owner share a text, and could not be told"
              + " apart again",
          "write it without square brackets");
    }
  }

  private void text(Rule rule, String key, Optional<String> text) {
    if (text.isEmpty()) {
      return;
    }
    if (text.get().indexOf('=') >= 0) {
      error(rule, key, "what netsh makes of = in a text is not documented", "write it without");
    }
    if (text.get().indexOf('"') >= 0 || text.get().indexOf('|') >= 0) {
      error(
          rule,
          key,
          "neither \" nor | can stand in the description of a rule on Windows",
          "use ' or /");
    } else if (text.get().startsWith("@")) {
      error(
          rule,
          key,
          "Windows takes a description that begins with @ for the place of a text",
          "begin it with a letter");
    } else if (text.get().length() > LONGEST_TEXT) {
      error(
          rule,
          key,
          "this is longer than the " + LONGEST_TEXT + " characters that fit a command line",
          "write less");
    }
  }

  private void size(String policy, Rule rule) {
    if (rule.sourcePorts().toString().length() > LONGEST_TEXT) {
      String key = rule.directions().contains(Direction.IN) ? "remote-ports" : "local-ports";
      error(rule, key, "these ports don't fit a command line of netsh", "write ranges");
    }
    if (rule.local().toString().length() > LONGEST_TEXT) {
      error(rule, "local", "these addresses don't fit a command line of netsh", "write networks");
    }
    if (found.stream().noneMatch(Diagnostic::isError)) {
      int pieces = RuleTranslation.translate(policy, rule, variables).size();
      if (pieces > MOST_PIECES) {
        error(
            rule,
            "remote",
            "the rule comes to " + pieces + " rules of Defender Firewall, more than " + MOST_PIECES,
            "write networks or ranges instead of single addresses and ports");
      }
    }
  }

  private void expiry(Rule rule) {
    if (rule.expires().isPresent()) {
      found.add(
          Diagnostic.warning(
              sources.of(rule.name(), "expires"),
              "Defender Firewall keeps no day: the rule goes with the first `durward apply` from "
                  + rule.expires().get()
                  + " on",
              "schtasks /create /tn Durward /sc hourly /ru SYSTEM /tr \"durward apply --yes FILE\""
                  + " (with the whole path of each)"));
    }
  }
}
