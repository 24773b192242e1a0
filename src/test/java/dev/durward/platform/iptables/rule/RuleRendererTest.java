package dev.durward.platform.iptables.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.model.Rule;
import dev.durward.rulefile.WrittenRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden lines: the text is what {@code iptables-save} prints of the rule. */
class RuleRendererTest {
  private static final String MARK = " -m comment --comment \"durward:web/r\"";

  private static List<String> lines(String... rule) {
    Rule only = WrittenRules.web(rule).rules().rules().get(0);
    return RuleRenderer.render("web", only, only.linux().user().isPresent() ? "33" : "").stream()
        .map(entry -> entry.place() + " " + entry.text())
        .toList();
  }

  @Test
  void anAllowIsTheOpeningSideAndItsReplies() {
    String opening = " -p tcp -m tcp --dport 443 -m conntrack ! --ctstate INVALID --ctdir ORIGINAL";
    String replies = " -p tcp -m tcp --sport 443 -m conntrack --ctdir REPLY";
    assertEquals(
        List.of(
            "iptables DURWARD-IN-ALLOW" + opening + MARK + " -j ACCEPT",
            "iptables DURWARD-OUT-ALLOW" + replies + MARK + " -j ACCEPT",
            "ip6tables DURWARD-IN-ALLOW" + opening + MARK + " -j ACCEPT",
            "ip6tables DURWARD-OUT-ALLOW" + replies + MARK + " -j ACCEPT"),
        lines("- {name: r, ports: https}"));
  }

  @Test
  void aBlockIsOneLine() {
    assertEquals(
        List.of("iptables DURWARD-IN-BLOCK -p tcp -m tcp --dport 23" + MARK + " -j DROP"),
        lines("- {name: r, ports: 23, action: block, families: [ipv4]}"));
  }

  @Test
  void aRejectAnswersInTheFamilysAndProtocolsWay() {
    assertEquals(
        List.of(
            "iptables DURWARD-IN-BLOCK -p tcp -m tcp --dport 23"
                + MARK
                + " -j REJECT --reject-with tcp-reset",
            "iptables DURWARD-IN-BLOCK -p udp -m udp --dport 23"
                + MARK
                + " -j REJECT --reject-with icmp-port-unreachable",
            "ip6tables DURWARD-IN-BLOCK -p tcp -m tcp --dport 23"
                + MARK
                + " -j REJECT --reject-with tcp-reset",
            "ip6tables DURWARD-IN-BLOCK -p udp -m udp --dport 23"
                + MARK
                + " -j REJECT --reject-with icmp6-port-unreachable"),
        lines("- {name: r, ports: 23, action: reject, protocol: [tcp, udp], platforms: [linux]}"));
  }

  @Test
  void everyProtocolButTcpIsRejectedByIcmp() {
    assertEquals(
        List.of(
            "iptables DURWARD-IN-BLOCK -s 192.0.2.0/24 -p tcp"
                + MARK
                + " -j REJECT --reject-with tcp-reset",
            "iptables DURWARD-IN-BLOCK -s 192.0.2.0/24 ! -p tcp"
                + MARK
                + " -j REJECT --reject-with icmp-port-unreachable"),
        lines(
            "- {name: r, protocol: any, remote: 192.0.2.0/24, action: reject, platforms: [linux]}"));
  }

  @Test
  void outboundNamesTheOtherSidesPortsAndTheInterfaceThatIsLeftBy() {
    assertEquals(
        List.of(
            "iptables DURWARD-OUT-BLOCK -s 192.0.2.1/32 -d 198.51.100.0/24 -o eth0 -p tcp"
                + " -m tcp --sport 1024:65535 --dport 25"
                + MARK
                + " -j DROP"),
        lines(
            "- {name: r, direction: out, action: block, ports: 25, local-ports: 1024-65535,",
            "   remote: 198.51.100.0/24, local: 192.0.2.1, platforms: [linux],",
            "   linux: {interfaces: [eth0]}}"));
  }

  @Test
  void portsArePackedByFifteenAndARangeTakesTwo() {
    assertEquals(
        List.of(
            "iptables DURWARD-IN-BLOCK -p tcp -m multiport --dports"
                + " 1,3,5,7,9,11,13,15,17,19,21,23,25,27:28"
                + MARK
                + " -j DROP",
            "iptables DURWARD-IN-BLOCK -p tcp -m tcp --dport 30" + MARK + " -j DROP"),
        lines(
            "- {name: r, action: block, families: [ipv4],",
            "   ports: [1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27-28, 30]}"));
  }

  @Test
  void rangesOfAddressesThatAreNoNetworkAreRanges() {
    assertEquals(
        List.of(
            "iptables DURWARD-IN-BLOCK -p udp -m iprange --src-range 192.0.2.10-192.0.2.20"
                + " -m udp --dport 53"
                + MARK
                + " -j DROP"),
        lines(
            "- {name: r, action: block, protocol: udp, ports: 53, remote: 192.0.2.10-192.0.2.20}"));
  }

  @Test
  void aLimitCountsOpeningPacketsAndLetsRunningOnesPass() {
    assertEquals(
        List.of(
            "iptables DURWARD-IN-ALLOW -p tcp -m tcp --dport 80 -m conntrack --ctstate"
                + " NEW,UNTRACKED --ctdir ORIGINAL -m limit --limit 50/sec"
                + MARK
                + " -j ACCEPT",
            "iptables DURWARD-IN-ALLOW -p tcp -m tcp --dport 80 -m conntrack --ctstate"
                + " RELATED,ESTABLISHED --ctdir ORIGINAL"
                + MARK
                + " -j ACCEPT",
            "iptables DURWARD-OUT-ALLOW -p tcp -m tcp --sport 80 -m conntrack --ctdir REPLY"
                + MARK
                + " -j ACCEPT"),
        lines(
            "- {name: r, ports: 80, families: [ipv4], platforms: [linux],",
            "   linux: {limit: 50/second}}"));
  }

  @Test
  void logsFirstAndEndsOnItsDay() {
    String until = " -m time --datestop 2027-03-30T23:59:59";
    assertEquals(
        List.of(
            "iptables DURWARD-IN-BLOCK -p tcp -m tcp --dport 23 -m conntrack --ctstate"
                + " NEW,UNTRACKED --ctdir ORIGINAL -m limit --limit 5/sec --limit-burst 20"
                + until
                + MARK
                + " -j LOG --log-prefix \"durward:web/r \"",
            "iptables DURWARD-IN-BLOCK -p tcp -m tcp --dport 23" + until + MARK + " -j DROP"),
        lines(
            "- {name: r, ports: 23, action: block, families: [ipv4], expires: 2027-03-31,",
            "   linux: {log: true}}"));
  }

  @Test
  void aUsersRuleHasNoLineForReplies() {
    assertEquals(
        List.of(
            "iptables DURWARD-OUT-ALLOW -p tcp -m tcp --dport 443 -m conntrack ! --ctstate INVALID"
                + " --ctdir ORIGINAL -m owner --uid-owner 33"
                + MARK
                + " -j ACCEPT"),
        lines(
            "- {name: r, direction: out, ports: 443, families: [ipv4], platforms: [linux],",
            "   linux: {user: www-data}}"));
  }

  @Test
  void icmpIsTheFamilysOwnAndItsErrorsBelongToIt() {
    assertEquals(
        List.of(
            "ip6tables DURWARD-IN-ALLOW -p ipv6-icmp -m conntrack ! --ctstate INVALID --ctdir"
                + " ORIGINAL"
                + MARK
                + " -j ACCEPT",
            "ip6tables DURWARD-IN-ALLOW -p ipv6-icmp -m conntrack --ctstate RELATED"
                + MARK
                + " -j ACCEPT",
            "ip6tables DURWARD-OUT-ALLOW -p ipv6-icmp -m conntrack --ctdir REPLY"
                + MARK
                + " -j ACCEPT"),
        lines("- {name: r, protocol: icmp, families: [ipv6]}"));
  }
}
