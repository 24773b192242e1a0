package dev.durward.platform.ufw;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stands in the way of rules on a host whose firewall ufw runs. */
final class UfwNotices {
  private static final String FORCE = "keep these rules beside ufw with --platform iptables";

  private final UfwSnapshot host;
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  UfwNotices(UfwSnapshot host) {
    this.host = host;
  }

  /**
   * All of it.
   *
   * @param lines everything of Durward's that is to be on the host
   */
  List<Diagnostic> of(List<Entry> lines) {
    for (Family family : Family.values()) {
      List<Entry> here =
          lines.stream().filter(line -> line.place().equals(Standing.place(family))).toList();
      if (!here.isEmpty() && !host.ufw().keeps(family)) {
        error(
            "ufw keeps no rules of "
                + family.word()
                + " here (IPV6=no in "
                + host.ufw().defaults()
                + ")",
            "set IPV6=yes there and run ufw reload, or add `families: [ipv4]` to the rules");
      } else {
        spelled(family, here);
        here.forEach(line -> place(family, line));
        forestalled(family, here);
      }
    }
    leftovers();
    return List.copyOf(found);
  }

  private void error(String message, String proposal) {
    found.add(new Diagnostic(Severity.ERROR, Optional.empty(), message, Optional.of(proposal)));
  }

  /** Each rule needs words of its own: ufw keeps one rule for the same packets, and no two. */
  private void spelled(Family family, List<Entry> lines) {
    List<Standing> list = new ArrayList<>(host.list(family));
    list.removeIf(Standing::isOwn);
    for (Entry line : lines) {
      Standing standing = Standing.of(line);
      Optional<UfwRule> spelled = Spelling.free(standing.rule().canonical(), list);
      if (spelled.isPresent()) {
        list.add(standing.with(spelled.get()));
        continue;
      }
      UfwRule canonical = standing.rule().canonical();
      Standing other =
          list.stream()
              .filter(each -> each.rule().match().equals(canonical.match()))
              .findFirst()
              .orElse(standing);
      error(
          "ufw keeps one rule for the same packets, and "
              + line.mark().policy()
              + "/"
              + line.mark().rule()
              + " would take the place of "
              + other.mark().map(mark -> mark.policy() + "/" + mark.rule() + ", ").orElse("")
              + "`ufw "
              + String.join(" ", other.rule().words(family))
              + "`",
          "leave one of them out, or " + FORCE);
    }
  }

  private void place(Family family, Entry line) {
    UfwRule rule = Standing.of(line).rule();
    if (rule.admits()) {
      new Order(host.list(family))
          .overtakenBy(rule)
          .ifPresent(
              block ->
                  error(
                      "ufw has a block behind a catch-all of its own, which allow rules would have"
                          + " to overtake: ufw "
                          + String.join(" ", block.rule().words(family)),
                      "move that rule before the catch-all (ufw insert)"));
    }
  }

  private void forestalled(Family family, List<Entry> lines) {
    for (boolean out : new boolean[] {false, true}) {
      List<RuleLine> accepting =
          Forestalled.accepting(
              host.kernel().filter(family),
              out ? "OUTPUT" : "INPUT",
              UfwSnapshot.chain(family, out ? "output" : "input"));
      for (Entry line : lines) {
        UfwRule rule = Standing.of(line).rule();
        accepting.stream()
            .filter(each -> rule.refuses() && rule.match().isOut() == out)
            .filter(each -> Forestalled.holds(each, rule.match()))
            .findFirst()
            .ifPresent(
                each ->
                    error(
                        line.mark().policy()
                            + "/"
                            + line.mark().rule()
                            + " would not hold: before ufw's rules are asked, this lets some of"
                            + " its packets pass: "
                            + each.text(),
                        "take that line out (those of ufw stand in /etc/ufw/before.rules and before6.rules), block"
                            + " other ports, or "
                            + FORCE));
      }
    }
  }

  private void leftovers() {
    int lines = host.kernel().managed().size();
    if (lines > 0) {
      found.add(
          new Diagnostic(
              Severity.WARNING,
              Optional.empty(),
              "this host also has "
                  + lines
                  + " lines of Durward's in iptables' own chains, which"
                  + " stay in force beside ufw's",
              Optional.of("take them away: durward remove --platform iptables --policy NAME")));
    }
  }
}
