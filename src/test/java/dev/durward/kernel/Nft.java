package dev.durward.kernel;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.platform.iptables.IptablesBackend.UserNumbers;
import dev.durward.platform.nftables.NftBackend;
import java.io.IOException;

/** nft on a lab's host, and tables of its own as administrators write them. */
record Nft(Lab lab) {
  private static final String PROGRAM = "/usr/sbin/nft";

  /** Everybody is kept out at the end, by the policy: the example of many a distribution. */
  static final String DROPPING =
      """
      table inet filter {
        set banned { type ipv4_addr; elements = { 10.77.0.13 } }
        chain input {
          type filter hook input priority filter; policy drop;
          ct state vmap { established : accept, related : accept, invalid : drop }
          iif "lo" accept
          ip saddr @banned drop
          ip6 saddr fd77::13 counter drop comment "it's a ban"
          meta l4proto { icmp, ipv6-icmp } accept
          tcp dport { 22, 23 } accept
        }
        chain output { type filter hook output priority filter; policy accept; }
      }
      """;

  /** By a reject, in a chain that another one leads to, in a table for each family. */
  static final String REJECTING =
      """
      table ip guard {
        chain end { counter reject with icmp admin-prohibited; }
        chain in {
          type filter hook input priority 5; policy accept;
          ip saddr 10.77.0.13 drop
          ct state established,related accept
          tcp dport 22-23 ct state new accept
          goto end
        }
      }
      table ip6 guard {
        chain in {
          type filter hook input priority 5; policy accept;
          ip6 saddr fd77::13 drop
          ct state established,related accept
          meta l4proto ipv6-icmp accept
          tcp dport { 22, 23 } accept
          reject
        }
      }
      table inet later {
        chain in {
          type filter hook input priority 20; policy drop;
          iifname "lo" accept
          ct state established accept
          meta l4proto ipv6-icmp accept
          tcp dport { 22, 23 } accept
        }
      }
      """;

  /** Shut in both directions. */
  static final String SHUT =
      """
      table inet filter {
        chain input {
          type filter hook input priority filter; policy drop;
          iif "lo" accept
          ip saddr 10.77.0.13 drop
          ip6 saddr fd77::13 drop
          meta l4proto ipv6-icmp accept
          tcp dport { 22, 23 } accept
        }
        chain output {
          type filter hook output priority filter; policy drop;
          oif "lo" accept
          meta l4proto ipv6-icmp accept
          tcp sport { 22, 23 } accept
          tcp dport { 25, 443 } accept
        }
      }
      """;

  NftBackend backend() {
    return new NftBackend(lab.backend(), UserNumbers.ofHost(new ProcessRunner()));
  }

  /** Carries commands out. */
  void run(String commands) throws IOException, InterruptedException {
    lab.host(
        () -> {
          try {
            Command command = Command.of(PROGRAM, "-f", "-").withInput(commands);
            CommandResult result = new ProcessRunner().run(command);
            if (!result.succeeded()) {
              throw new IOException(result.complaint());
            }
            return result;
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
  }

  /** All tables, with the handles of their rules, and without what counters have counted. */
  String listed() throws IOException, InterruptedException {
    return lab.onHost(PROGRAM, "-a", "list", "ruleset")
        .replaceAll("counter packets \\d+ bytes \\d+", "counter");
  }

  /** The same without Durward's table, its chains, and the jumps to them. */
  String foreign() throws IOException, InterruptedException {
    return listed()
        .replaceAll("(?ms)^table inet durward \\{.*?^}\\n", "")
        .replaceAll("(?m)^.*jump durward-.*\\n", "")
        .replaceAll("(?ms)^\\n?\\tchain durward-\\S+ \\{.*?^\\t}\\n", "");
  }
}
