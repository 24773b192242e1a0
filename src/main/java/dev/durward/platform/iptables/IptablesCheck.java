package dev.durward.platform.iptables;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Family;
import dev.durward.model.Platform;
import dev.durward.model.Protocol;
import dev.durward.model.RateLimit;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.platform.WindowsWords;
import dev.durward.platform.iptables.rule.Limit;
import dev.durward.platform.iptables.rule.RuleRenderer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What iptables can't say of a rule set, with its place in the file. */
final class IptablesCheck {
  /** xt_time counts seconds in 32 bits; iptables takes no later day. */
  private static final LocalDate LAST_DAY = LocalDate.of(2038, 1, 19);

  /** More lines than that for one rule are a mistake, or want an ipset. */
  private static final int MOST_LINES = 50_000;

  private final SourceMap sources;
  private final List<Diagnostic> found = new ArrayList<>();

  private IptablesCheck(SourceMap sources) {
    this.sources = sources;
  }

  static List<Diagnostic> check(
      RuleSet desired, SourceMap sources, IptablesBackend.UserNumbers users) {
    return IptablesBackend.each(desired)
        .filter(rule -> rule.enabled() && rule.platforms().contains(Platform.LINUX))
        .map(rule -> check(rule, sources, users))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Diagnostic> check(
      Rule rule, SourceMap sources, IptablesBackend.UserNumbers users) {
    IptablesCheck check = new IptablesCheck(sources);
    check.found.addAll(WindowsWords.onLinux(rule, sources, "iptables"));
    check.found.addAll(LinuxCheck.of(rule, sources, users));
    check.linuxOptions(rule);
    check.size(rule);
    return check.found;
  }

  private void linuxOptions(Rule rule) {
    rule.linux().limit().ifPresent(limit -> limit(rule, limit));
    if (rule.expires().isPresent() && rule.expires().get().isAfter(LAST_DAY)) {
      found.add(
          Diagnostic.error(
              sources.of(rule.name(), "expires"),
              "the kernel can't keep a day after " + LAST_DAY,
              "write an earlier day, or leave `expires` out"));
    }
  }

  private void limit(Rule rule, RateLimit limit) {
    if (!Limit.isExpressible(limit)) {
      found.add(
          Diagnostic.error(
              sources.of(rule.name(), "linux.limit"),
              "the kernel can't keep a limit of " + limit,
              "write a rate that divides 10000 a second, such as 100/second, and 4/day at least"));
    }
    for (Protocol protocol : rule.protocols()) {
      for (Family family : rule.effectiveFamilies()) {
        if (RuleRenderer.lines(rule, family, protocol) > 1) {
          found.add(
              Diagnostic.error(
                  sources.of(rule.name(), "linux.limit"),
                  "a limit counts for one line of iptables, and this rule needs "
                      + RuleRenderer.lines(rule, family, protocol)
                      + " in "
                      + family.word()
                      + ", so that more would pass than written",
                  "write a rule for each address, interface, or 15 ports"));
          return;
        }
      }
    }
  }

  private void size(Rule rule) {
    long lines = 0;
    for (Family family : rule.effectiveFamilies()) {
      for (Protocol protocol : rule.protocols()) {
        lines += RuleRenderer.lines(rule, family, protocol);
      }
    }
    if (lines > MOST_LINES) {
      found.add(
          Diagnostic.error(
              sources.of(rule.name(), "remote"),
              "the rule comes to " + lines + " lines of iptables, more than " + MOST_LINES,
              "write networks or ranges instead of single addresses and ports"));
    }
  }
}
