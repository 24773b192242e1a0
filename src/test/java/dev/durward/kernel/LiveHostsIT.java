package dev.durward.kernel;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.host.NetworkNamespace;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.nft.NftListing;
import dev.durward.platform.iptables.save.SaveDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of hosts whose rules were made by the managers themselves, against the kernel. */
class LiveHostsIT {
  private static final int PACKETS = 300;

  private static final String ZONE =
      """
      <zone>
        <service name='ssh'/>
        <port port='443' protocol='tcp'/>
        <port port='53' protocol='udp'/>
        <rule family='ipv4'>
          <source address='192.0.2.0/24'/><port port='5432' protocol='tcp'/><accept/>
        </rule>
        <rule family='ipv6'>
          <source address='2001:db8:5::/48'/><port port='443' protocol='tcp'/><reject/>
        </rule>
        <rule><port port='25' protocol='tcp'/><drop/></rule>
      </zone>
      """;

  /** Where the rules of that zone look for differences. */
  private static Mentioned aroundFirewalld(Family family) {
    List<String> sources =
        family == Family.IPV4
            ? List.of("192.0.2.9", "192.0.3.1", "203.0.113.7", "198.51.100.7")
            : List.of("2001:db8:5::7", "2001:db8:6::7");
    return new Mentioned(
        List.of(),
        sources.stream().map(text -> IpAddress.parse(text).orElseThrow()).toList(),
        List.of(),
        List.of(),
        List.of(22, 25, 53, 443, 5432, 8000, 8101));
  }

  @TempDir private Path folder;

  @Test
  void ufw() throws Exception {
    KernelTrial trial = new KernelTrial("a live ufw");
    try (Lab lab = Lab.create("nft")) {
      Ufw ufw = Ufw.in(lab, "nft", Files.createDirectory(folder.resolve("ufw")));
      for (String rule :
          List.of(
              "allow 80,443/tcp",
              "allow from 192.0.2.0/24 to any port 5432 proto tcp",
              "deny from 198.51.100.0/24",
              "reject from 203.0.113.0/24",
              "reject 25/tcp",
              "limit 22/tcp",
              "allow in on eth0 to any port 53 proto udp",
              "allow from 2001:db8:5::/48 to any port 8000:8100 proto tcp")) {
        ufw.run(rule.split(" ", -1));
      }
      ufw.run("--force", "enable");
      compare(trial, lab, "ufw");
    }
    trial.end(2);
  }

  @Test
  void fail2ban() throws Exception {
    KernelTrial trial = new KernelTrial("a live fail2ban");
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      Fail2ban fail2ban = Fail2ban.start(lab, folder);
      try {
        for (String address :
            List.of("192.0.2.7", "198.51.100.9", "203.0.113.77", "2001:db8::7", "2001:db8:1::9")) {
          fail2ban.ban(address);
        }
        compare(trial, lab, "fail2ban");
      } finally {
        fail2ban.stop();
      }
    }
    trial.end(2);
  }

  /** Its table is nft's own, and said and seen as such. */
  @Test
  void firewalld() throws Exception {
    KernelTrial trial = new KernelTrial("a live firewalld");
    String table;
    try (Lab lab = Lab.create("nft")) {
      Path folder = Files.createDirectory(this.folder.resolve("firewalld"));
      try (Firewalld firewalld = Firewalld.on(lab, "nftables", folder)) {
        firewalld.configure("IPv6_rpfilter=no");
        firewalld.reset(ZONE);
        firewalld.run("--zone=trusted", "--add-source=203.0.113.0/24");
        firewalld.run("--zone=drop", "--add-source=198.51.100.0/24");
        firewalld.run("--zone=internal", "--change-interface=eth1");
        firewalld.run("--zone=internal", "--add-port=8000-8100/tcp");
        table = lab.onHost("/usr/sbin/nft", "list", "table", "inet", "firewalld");
      }
    }
    for (Family family : Family.values()) {
      NetworkNamespace host = NetworkNamespace.create();
      run(host, Command.of("/usr/sbin/nft", "-f", "-").withInput(table));
      String json = run(host, list("-j"));
      NftListing listing =
          NftListing.read(json.getBytes(StandardCharsets.UTF_8), run(host, list("-a")), family);
      Ruleset rules = Ruleset.of(new SaveDump(Map.of()), listing.chains());
      try (Street street = Street.around(host, List.of("eth0", "eth1", "wan"), List.of())) {
        Mentioned mentioned = aroundFirewalld(family);
        trial.compare(
            street, rules, listing.sets(), family, mentioned, PACKETS, "firewalld, " + family);
      }
    }
    trial.end(2);
  }

  private static Command list(String form) {
    return Command.of("/usr/sbin/nft", form, "list", "table", "inet", "firewalld");
  }

  @Test
  void othersAsTheyAreFound() throws Exception {
    KernelTrial trial = new KernelTrial("typical hosts");
    for (TypicalHost host : TypicalHost.ALL) {
      try (Lab lab = Lab.create("nft")) {
        TypicalHost.settle(host.name(), lab);
        compare(trial, lab, host.name());
      }
    }
    trial.end(2 * TypicalHost.ALL.size());
  }

  /** The rules of a lab's host, where packets of anybody may be put on its wires. */
  private static void compare(KernelTrial trial, Lab lab, String name) throws Exception {
    for (Family family : Family.values()) {
      String text = String.join("\n", lab.saved(family)) + "\n";
      SaveDump dump = SaveDump.parse(text.getBytes(StandardCharsets.UTF_8));
      Mentioned mentioned = Mentioned.in(dump, family);
      NetworkNamespace host = NetworkNamespace.create();
      restore(host, family, text);
      List<String> interfaces = new ArrayList<>(mentioned.interfaces());
      interfaces.add("stranger0");
      try (Street street = Street.around(host, interfaces, List.of())) {
        trial.compare(
            street,
            Ruleset.of(dump),
            IpSets.NONE,
            family,
            mentioned,
            PACKETS,
            name + ", " + family.word());
      }
    }
  }

  private static void restore(NetworkNamespace host, Family family, String text)
      throws IOException, InterruptedException {
    String program = family == Family.IPV4 ? "iptables" : "ip6tables";
    run(host, Command.of("/usr/sbin/" + program + "-nft-restore").withInput(text));
  }

  private static String run(NetworkNamespace host, Command command)
      throws IOException, InterruptedException {
    CommandResult result = host.call(() -> new ProcessRunner().run(command));
    if (!result.succeeded()) {
      throw new IOException(command.line() + ": " + result.complaint());
    }
    return result.text();
  }
}
