package dev.durward.platform.iptables.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.save.RuleLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tables as nft lists them; that they are understood right, the tests against the kernel show. */
class NftListingTest {
  private static final String TABLE =
      """
      {"nftables": [{"metainfo": {"json_schema_version": 1}},
       {"table": {"family": "inet", "name": "mine", "handle": 1}},
       {"set": {"family": "inet", "name": "seen", "table": "mine", "type": "ipv4_addr",
                "flags": ["timeout"], "elem": ["192.0.2.1"]}},
       {"chain": {"family": "inet", "table": "mine", "name": "in", "handle": 2, "type": "filter",
                  "hook": "input", "prio": 10, "policy": "drop"}},
       {"chain": {"family": "inet", "table": "mine", "name": "side", "handle": 3}},
       RULES]}
      """;

  private static String rule(int handle, String expressions) {
    return "{\"rule\": {\"family\": \"inet\", \"table\": \"mine\", \"chain\": \"in\", \"handle\": "
        + handle
        + ", \"expr\": ["
        + expressions
        + "]}}";
  }

  private static NftListing read(String rules, String text, Family family) throws IOException {
    byte[] json = TABLE.replace("RULES", rules).getBytes(StandardCharsets.UTF_8);
    return NftListing.read(json, text, family);
  }

  private static List<List<String>> words(String expressions) throws IOException {
    NftListing listing = read(rule(7, expressions), "", Family.IPV4);
    return listing.chains().get(0).content().rules("in").stream().map(RuleLine::words).toList();
  }

  private static String match(String left, String right) {
    return "{\"match\": {\"op\": \"==\", \"left\": " + left + ", \"right\": " + right + "}}";
  }

  private static final String DPORT =
      "{\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}";
  private static final String DROP = "{\"drop\": null}";

  @Test
  void aTableIsItsChainsAndTheirPlaces() throws IOException {
    List<BaseChain> chains = read(rule(7, DROP), "", Family.IPV6).chains();
    assertEquals(1, chains.size());
    BaseChain in = chains.get(0);
    assertEquals(
        "inet mine in INPUT 10 false",
        in.table()
            + " "
            + in.chain()
            + " "
            + in.hook()
            + " "
            + in.priority()
            + " "
            + in.translates());
    assertEquals("DROP", in.content().policy("in"));
    assertTrue(in.content().isUserChain("side"));
  }

  @Test
  void rulesAreCalledWhatNftCallsThem() throws IOException {
    String text =
        """
        table inet mine { # handle 1
        \tchain in { # handle 2
        \t\ttype filter hook input priority 10; policy drop;
        \t\ttcp dport { 22,
        \t\t\t    80 } drop comment "as # handle 9" # handle 7
        \t}
        }
        """;
    NftListing listing = read(rule(7, match(DPORT, "22") + "," + DROP), text, Family.IPV4);
    RuleLine rule = listing.chains().get(0).content().rules("in").get(0);
    assertEquals("tcp dport { 22, 80 } drop comment \"as # handle 9\"", rule.text());
    assertEquals(7, rule.number());
  }

  @Test
  void whatMeansTheSameIsSaidInTheWordsOfIptables() throws IOException {
    assertEquals(
        List.of(List.of("-p", "tcp", "--dports", "22,8000:8010", "-j", "DROP")),
        words(match(DPORT, "{\"set\": [22, {\"range\": [8000, 8010]}]}") + "," + DROP));
    assertEquals(
        List.of(List.of("-i", "eth0", "-j", "DROP"), List.of("-i", "wan+", "-j", "DROP")),
        words(
            match("{\"meta\": {\"key\": \"iifname\"}}", "{\"set\": [\"eth0\", \"wan*\"]}")
                + ","
                + DROP));
    assertEquals(
        List.of(), words(match("{\"meta\": {\"key\": \"nfproto\"}}", "\"ipv6\"") + "," + DROP));
  }

  @Test
  void whatCannotBeToldIsSaidInTheWordsOfNft() throws IOException {
    String unknown = RuleLine.UNKNOWN;
    assertEquals(
        List.of(List.of(unknown + "limit rate 3/minute", "-j", "DROP")),
        words("{\"limit\": {\"rate\": 3, \"burst\": 5, \"per\": \"minute\"}}," + DROP));
    assertEquals(
        List.of(List.of(unknown + "ip saddr @seen", "-j", "DROP")),
        words(
            match("{\"payload\": {\"protocol\": \"ip\", \"field\": \"saddr\"}}", "\"@seen\"")
                + ","
                + DROP));
    assertEquals(
        List.of(List.of(unknown + "meta hour", "-j", "DROP")),
        words(match("{\"meta\": {\"key\": \"hour\"}}", "\"12:00\"") + "," + DROP));
  }

  @Test
  void whatIsNoListingIsRefused() {
    for (String text : Set.of("", "{", "[]", "{\"nftables\": []}", "null")) {
      assertThrows(
          IOException.class,
          () -> NftListing.read(text.getBytes(StandardCharsets.UTF_8), "", Family.IPV4),
          text);
    }
  }
}
