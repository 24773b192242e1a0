package dev.durward.platform.iptables.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the order of matches, and of options within
        "-p tcp -m tcp --dport 80 -m comment --comment x -j DROP"
            + " | -p tcp -m comment --comment x -m tcp --dport 80 -j DROP",
        "-s 10.0.0.0/8 -d 10.1.0.0/16 -j DROP | -d 10.1.0.0/16 -s 10.0.0.0/8 -j DROP",
        "-i eth0 -p udp -j DROP | -p udp -i eth0 -j DROP",
        // names and numbers of protocols
        "-p 47 -j DROP | -p gre -j DROP",
        "-p ipv6-icmp -j DROP | -p icmpv6 -j DROP",
        "-p TCP -j DROP | -p tcp -j DROP",
        // one address, with and without its prefix
        "-s 192.0.2.1/32 -j DROP | -s 192.0.2.1 -j DROP",
        "-d 2001:db8::1/128 -j DROP | -d 2001:db8::1 -j DROP",
        // units of rates
        "-m limit --limit 60/minute -j LOG | -m limit --limit 1/sec -j LOG",
        "-m limit --limit 1/second -j LOG | -m limit --limit 1/sec -j LOG",
        // states in any order
        "-m conntrack --ctstate RELATED,ESTABLISHED -j DROP"
            + " | -m conntrack --ctstate ESTABLISHED,RELATED -j DROP",
        // free texts with and without quotes
        "-m comment --comment \"a\" -j DROP | -m comment --comment a -j DROP",
      })
  void oneMeaningHasOneForm(String one, String other) {
    assertEquals(CanonicalRule.of(one), CanonicalRule.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-s 10.0.0.0/8 -j DROP | -d 10.0.0.0/8 -j DROP",
        "-s 10.0.0.0/8 -j DROP | ! -s 10.0.0.0/8 -j DROP",
        "! -s 10.0.0.0/8 -d 10.0.0.0/9 -j DROP | -s 10.0.0.0/8 ! -d 10.0.0.0/9 -j DROP",
        "-s 10.0.0.0/8 -j DROP | -s 10.0.0.0/9 -j DROP",
        "-s 2001:db8::/32 -j DROP | -s 2001:db8:: -j DROP",
        "-p tcp -m tcp --dport 80 -j DROP | -p tcp -m tcp --sport 80 -j DROP",
        "-p tcp -m tcp --dport 80 -j DROP | -p udp -m udp --dport 80 -j DROP",
        "-p tcp -m tcp --dport 80 -j DROP | -p tcp -m tcp --dport 80:81 -j DROP",
        "-p tcp -j DROP | -j DROP",
        "-j DROP | -j ACCEPT",
        "-j DROP | -g DROP",
        "-i eth0 -j DROP | -o eth0 -j DROP",
        "-m limit --limit 1/min -j LOG | -m limit --limit 1/sec -j LOG",
        "-m limit --limit 1/sec -j LOG | -m limit --limit 1/sec --limit-burst 20 -j LOG",
        "-m conntrack --ctstate NEW -j DROP | -m conntrack ! --ctstate NEW -j DROP",
        "-m conntrack --ctstate NEW -j DROP | -m conntrack --ctstate NEW,RELATED -j DROP",
        // a comment that reads like an option is a comment
        "-m comment --comment \"-j ACCEPT\" -j DROP | -m comment --comment \"\" -j ACCEPT -j DROP",
        "-m comment --comment \"! -s x\" -j DROP | -m comment --comment x ! -s x -j DROP",
        "-m comment --comment \"!\" -s 10.0.0.0/8 -j DROP"
            + " | -m comment --comment x ! -s 10.0.0.0/8 -j DROP",
        "-m comment --comment a -j DROP | -m comment --comment A -j DROP",
        "-m comment --comment \"a  b\" -j DROP | -m comment --comment \"a b\" -j DROP",
        "-j LOG --log-prefix \"-j DROP \" | -j LOG --log-prefix \"-j DROP\"",
      })
  void othersHaveAnother(String one, String other) {
    assertNotEquals(CanonicalRule.of(one), CanonicalRule.of(other));
  }
}
