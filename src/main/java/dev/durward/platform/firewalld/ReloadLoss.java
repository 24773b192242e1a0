package dev.durward.platform.firewalld;

import dev.durward.model.Family;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import dev.durward.platform.iptables.state.Manager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a reload of firewalld's would take away: what others have told it for the time being, and
 * every rule of iptables, since it empties those tables, whatever its own back end.
 */
final class ReloadLoss {
  private static final String DIRECT = "_direct";

  /** What firewalld has in iptables' own chains where iptables is its back end (1.3). */
  private static final String OWN =
      "-m conntrack --ctstate (RELATED,ESTABLISHED(,DNAT)?|INVALID) -j (ACCEPT|DROP)"
          + "|-[io] lo -j ACCEPT"
          + "|-j REJECT --reject-with icmp6?-[a-z-]+"
          + "|-p ipv6-icmp -m icmp6 --icmpv6-type 13[45] -j ACCEPT"
          + "|-m rpfilter --validmark --invert -j DROP";

  /** Interfaces are brought back after a reload; the rest follows from others, or is prose. */
  private static final Set<String> ASIDE = Set.of("interfaces", "summary", "description");

  private ReloadLoss() {}

  /** All of it, for people; none if a reload harms nobody. */
  static List<String> of(FirewalldState state, IptablesSnapshot kernel) {
    List<String> lost = new ArrayList<>();
    differing(state.zones(), state.keptZones())
        .forEach(name -> lost.add("what zone " + name + " has at run time alone"));
    differing(state.policies(), state.keptPolicies())
        .forEach(name -> lost.add("what policy " + name + " has at run time alone"));
    state.passingSets().forEach(name -> lost.add("what ipset " + name + " has at run time alone"));
    for (Family family : Family.values()) {
      List<String> lines = new ArrayList<>();
      kernel.dump(family).tables().values().forEach(table -> lines.addAll(foreign(table)));
      if (!lines.isEmpty()) {
        lost.add(
            lines.size()
                + (family == Family.IPV4 ? " rules of iptables (" : " rules of ip6tables (")
                + lines.get(0)
                + (lines.size() > 1 ? ", …)" : ")"));
      }
    }
    return lost;
  }

  private static List<String> differing(
      Map<String, Section> running, Map<String, Section> configured) {
    List<String> differing = new ArrayList<>();
    running.forEach(
        (name, section) -> {
          Section kept = configured.getOrDefault(name, Section.NONE);
          if (!name.startsWith(PolicyObject.PREFIX)
              && !section.content(ASIDE).equals(kept.content(ASIDE))) {
            differing.add(name);
          }
        });
    return differing;
  }

  private static List<String> foreign(Table table) {
    List<String> foreign = new ArrayList<>();
    table
        .chains()
        .forEach(
            (name, chain) -> {
              for (RuleLine rule : chain.rules()) {
                if (!isOfFirewalld(table, name, rule)) {
                  foreign.add("-A " + name + " " + rule.text());
                }
              }
            });
    return foreign;
  }

  private static boolean isOfFirewalld(Table table, String chain, RuleLine rule) {
    if (table.isUserChain(chain)) {
      return isOfFirewalld(chain) && !chain.endsWith(DIRECT);
    }
    boolean here = table.chains().keySet().stream().anyMatch(ReloadLoss::isOfFirewalld);
    return here
        && (rule.target().filter(ReloadLoss::isOfFirewalld).isPresent()
            || rule.text().matches(OWN));
  }

  private static boolean isOfFirewalld(String chain) {
    return Manager.ofChain(chain).equals(Optional.of(Manager.FIREWALLD))
        || chain.startsWith("RFC3964_");
  }
}
