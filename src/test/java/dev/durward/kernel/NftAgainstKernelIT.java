package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.kernel.Street.Sighting;
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

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Tally tally = new Tally();

  @BeforeEach
  void mayMakeNamespaces() {
    Capabilities capabilities = Capabilities.current();
    Assumptions.assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "skipped: needs CAP_NET_ADMIN and CAP_SYS_ADMIN to make network namespaces");
  }

  @Test
  void whatIsSaidIsSeen() throws Exception {
    System.out.println("evaluation, nft's own tables: -Ddurward.seed=" + seed);
    NftRulesets rulesets = new NftRulesets(random);
    List<String> refused = new ArrayList<>();
    GeneratedPackets packets = new GeneratedPackets(random);
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
        int before = tally.wrong().size();
        tally.begin();
        Forecast forecast = new Forecast(rules, family, street.local(), sets, street.interfaces());
        List<Packet> batch = packets.next(PACKETS, family, mentioned, street);
        Sighting sighting = street.send(batch);
        for (Packet packet : batch) {
          tally.compare(packet, forecast.of(packet), sighting, "set " + i);
        }
        if (tally.wrong().size() > before) {
          System.out.println("set " + i + ", " + family + ":\n" + text);
        }
        for (String table : tables(text)) {
          nft(host, "delete table " + table + "\n", "-f", "-");
        }
      }
    }
    System.out.println(
        "evaluation, nft's own tables: " + tally + "; nft refused " + refused.size());
    assertTrue(refused.size() < SETS / 4, refused::toString);
    assertEquals(List.of(), tally.wrong(), "seed " + seed);
    assertTrue(tally.isTelling(), tally.toString());
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
