package dev.durward.platform.iptables.rule;

import dev.durward.model.Family;
import dev.durward.model.Inbound;
import dev.durward.model.NetworkNeeds;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired.Realized;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.save.RuleText;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that {@code inbound: block} comes to, behind every allow of every policy: what networks
 * need goes back to INPUT, and of all else is refused what opens a connection. They let nothing in
 * by themselves, and need not know what was open before: a TCP packet of a running connection has
 * no SYN alone.
 */
public final class InboundBlock {
  private static final String OPENING = "-m conntrack ! --ctstate RELATED,ESTABLISHED ";

  private InboundBlock() {}

  /** As a rule is realized; none if the set leaves the rest to the host. */
  public static List<Realized> realize(RuleSet rules) {
    if (rules.inbound() == Inbound.ALLOW) {
      return List.of();
    }
    Mark mark = Mark.of(rules.policy(), RuleSet.INBOUND_BLOCK);
    return List.of(
        new Realized(mark, "block in everything that no rule is about", entries(mark), ""));
  }

  public static boolean isOf(Mark mark) {
    return mark.rule().equals(RuleSet.INBOUND_BLOCK);
  }

  public static List<Entry> entries(Mark mark) {
    String tail = "-m comment --comment " + RuleText.quote(mark.text()) + " ";
    List<Entry> entries = new ArrayList<>();
    for (Family family : Family.values()) {
      String place = OwnChain.IN_ALLOW.place(family);
      needs(family).stream()
          .map(needed -> new Entry(mark, place, needed + tail + "-j RETURN"))
          .forEach(entries::add);
      for (String opening :
          List.of("-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN ", "! -p tcp ")) {
        entries.add(new Entry(mark, place, opening + OPENING + tail + "-j DROP"));
      }
    }
    return entries;
  }

  private static List<String> needs(Family family) {
    String icmp =
        family == Family.IPV4
            ? "-p icmp -m icmp --icmp-type "
            : "-p ipv6-icmp -m icmp6 --icmpv6-type ";
    List<String> needs = new ArrayList<>();
    NetworkNeeds.icmpTypes(family).forEach(type -> needs.add(icmp + type + " "));
    if (family == Family.IPV6) {
      needs.add(
          "-s "
              + NetworkNeeds.LINK_LOCAL
              + " -p udp -m udp --sport "
              + NetworkNeeds.DHCP_SERVER
              + " --dport "
              + NetworkNeeds.DHCP_CLIENT
              + " ");
    }
    return needs;
  }
}
