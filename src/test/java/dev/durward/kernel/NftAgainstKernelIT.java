package dev.durward.kernel;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.NetworkNamespace;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Ruleset;
import dev.durward.platform.iptables.nft.NftListing;
import dev.durward.platform.iptables.save.SaveDump;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of tables of nft against the kernel, packet by packet. */
class NftAgainstKernelIT {
  private static final String NFT = "/usr/sbin/nft";
  private static final int SETS = 120;
  private static final int PACKETS = 60;
  private static final SaveDump NO_IPTABLES = new SaveDump(Map.of());

  @BeforeEach
  void mayMakeNamespaces() {
    Capabilities capabilities = Capabilities.current();
    Assumptions.assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "skipped: needs CAP_NET_ADMIN and CAP_SYS_ADMIN to make network namespaces");
  }

  @Test
  void whatIsSaidIsSeen() throws Exception {
    KernelTrial trial = new KernelTrial("nft's own tables");
    Random random = trial.random();
    NftRulesets rulesets = new NftRulesets(random);
    List<String> refused = new ArrayList<>();
    NetworkNamespace host = NetworkNamespace.create();
    List<String> interfaces = List.of("eth0", "eth1", "wan", "wanna", "stranger0");
    try (Street street = Street.around(host, interfaces, List.of())) {
      for (int i = 0; i < SETS; i++) {
        String text = rulesets.next();
        CommandResult loaded = nft(host, text, "-f", "-");
        if (!loaded.succeeded()) {
          // Such as a reject where the chain is come by before INPUT.
          refused.add(loaded.complaint());
          continue;
        }
        Family family = random.nextBoolean() ? Family.IPV4 : Family.IPV6;
        Mentioned mentioned = NftRulesets.mentioned(family);
        List<BaseChain> chains = new ArrayList<>();
        IpSets sets = IpSets.NONE;
        for (NftListing listing : listings(host, text, family)) {
          chains.addAll(listing.chains());
          sets = sets.with(listing.sets());
        }
        Ruleset rules = Ruleset.of(NO_IPTABLES, chains);
        if (!trial.compare(street, rules, sets, family, mentioned, PACKETS, "set " + i)) {
          System.out.println("set " + i + ", " + family + ":\n" + text);
        }
        for (String table : tables(text)) {
          nft(host, "delete table " + table + "\n", "-f", "-");
        }
      }
    }
    System.out.println("  refused by nft: " + refused.size());
    trial.end(SETS * 3 / 4);
  }

  private static List<NftListing> listings(NetworkNamespace host, String text, Family family)
      throws Exception {
    List<NftListing> listings = new ArrayList<>();
    String other = family == Family.IPV4 ? "ip6 " : "ip ";
    List<String> youngestFirst = new ArrayList<>(tables(text));
    Collections.reverse(youngestFirst);
    for (String table : youngestFirst) {
      if (!table.startsWith(other)) {
        String[] words = table.split(" ", 2);
        CommandResult json = nft(host, "", "-j", "list", "table", words[0], words[1]);
        CommandResult plain = nft(host, "", "-a", "list", "table", words[0], words[1]);
        listings.add(NftListing.read(json.output(), plain.text(), family));
      }
    }
    return listings;
  }

  private static List<String> tables(String text) {
    return text.lines()
        .filter(line -> line.startsWith("table "))
        .map(line -> line.substring("table ".length(), line.length() - " {".length()))
        .toList();
  }

  private static CommandResult nft(NetworkNamespace host, String input, String... words)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(NFT));
    command.addAll(List.of(words));
    Command run = Command.of(command.toArray(String[]::new)).withInput(input);
    return host.call(() -> new ProcessRunner().run(run));
  }
}
