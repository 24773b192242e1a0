package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.probe.tls.ScannedServers.Found;
import dev.durward.probe.tls.ScannedServers.Server;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.tls.judge.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What testssl.sh reports of servers on loopback is found here as well, as far as it is meant to
 * be: a part of its reports that is neither is an error.
 */
@Timeout(600)
class TestsslIT {
  private static final DateTimeFormatter TESTSSL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  @TempDir static Path folder;
  private static ScannedServers servers;

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    servers = new ScannedServers(folder);
  }

  /** From a part of testssl.sh's report, and what was found: the words that it must have. */
  private static final Map<String, BiFunction<Found, String, String>> TESTSSL =
      Map.ofEntries(
          Map.entry("SSLv3", (found, said) -> found.offers(Version.SSL_3_0)),
          Map.entry("TLS1", (found, said) -> found.offers(Version.TLS_1_0)),
          Map.entry("TLS1_1", (found, said) -> found.offers(Version.TLS_1_1)),
          Map.entry("TLS1_2", (found, said) -> found.offers(Version.TLS_1_2)),
          Map.entry("TLS1_3", (found, said) -> found.offers(Version.TLS_1_3)),
          Map.entry("ALPN_HTTP2", (found, said) -> found.alpn()),
          // All that is offered: the one that was chosen is among it, or is HTTP/2 by itself.
          Map.entry("ALPN", (found, said) -> found.alpn().equals("h2") ? said : found.alpn()),
          Map.entry("cert_signatureAlgorithm", (found, said) -> signature(found)),
          Map.entry(
              "cert_keySize",
              (found, said) ->
                  found.chain().leaf().keyAlgorithm()
                      + " "
                      + found.chain().leaf().keyBits().orElseThrow()
                      + " bits"),
          Map.entry("cert_subjectAltName", (found, said) -> found.chain().names().toString()),
          Map.entry(
              "cert_caIssuers",
              (found, said) -> ScannedServers.name(found.chain().leaf().issuer())),
          Map.entry(
              "cert_commonName",
              (found, said) -> ScannedServers.name(found.chain().leaf().subject())),
          Map.entry(
              "cert_trust",
              (found, said) ->
                  found.fails(Check.NAME) ? "certificate does not match supplied URI" : "Ok"),
          Map.entry(
              "cert_chain_of_trust",
              (found, said) ->
                  switch (found.chain().trust().kind()) {
                    case SELF_SIGNED -> "failed (self signed).";
                    case INCOMPLETE, UNKNOWN_ROOT -> "failed (chain incomplete).";
                    default -> "passed.";
                  }),
          Map.entry(
              "cert_expirationStatus",
              (found, said) ->
                  String.valueOf(
                      Duration.between(Instant.now(), found.chain().leaf().notAfter()).toDays())),
          Map.entry(
              "cert_notBefore",
              (found, said) -> TESTSSL_TIME.format(found.chain().leaf().notBefore())),
          Map.entry(
              "cert_notAfter",
              (found, said) -> TESTSSL_TIME.format(found.chain().leaf().notAfter())),
          Map.entry("certs_countServer", (found, said) -> "" + found.chain().members().size()),
          Map.entry(
              "OCSP_stapling",
              (found, said) -> found.has(Check.STAPLE) ? "offered" : "not offered"),
          Map.entry("cert_ocspRevoked", (found, said) -> "" + found.fails(Check.STAPLE)),
          Map.entry("HTTP_status_code", (found, said) -> found.status()),
          Map.entry("HSTS", (found, said) -> found.has(Check.HSTS) ? "offered" : "not offered"),
          Map.entry("HSTS_time", (found, said) -> hsts(found, "365 days", "max-age=31536000")),
          Map.entry("HSTS_subdomains", (found, said) -> hsts(found, "includes", "includeSub")));

  /** What it reports besides, of which no word was said that it is to be found. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "engine_problem|service|pre_128cipher|SSLv2|NPN|TLS_(extensions|session_ticket|timestamp)"
              + "|SSL_sessionID_support|sessionresumption_.*|cert_numbers|cert_(key|extKey)Usage"
              + "|cert_serialNumber(Len)?|cert_fingerprint.*|cert|intermediate_cert.*"
              + "|cert_commonName_wo_SNI|cert_certificatePolicies_EV|cert_eTLS|cert_validityPeriod"
              + "|cert(s_list_ordering_problem|_crlDistributionPoints|_ocspURL|_revocation)"
              + "|cert_mustStapleExtension|DNS_CAArecord|certificate_transparency|HTTP_clock_skew"
              + "|HSTS_preload|HPKP.*|banner_.*|cookie_.*|security_headers|X-.*|scanTime"
              + "|fallback_SCSV|ip.*|optimal_proto|target.*|id");

  /** {@code SHA1 with RSA} if that is called weak, {@code ECDSA with SHA256}. */
  private static String signature(Found found) {
    String[] parts = found.chain().leaf().signatureAlgorithm().split("with", -1);
    if (parts[0].startsWith("SHA1") != found.fails(Check.SIGNATURE)) {
      return "judged otherwise";
    }
    return parts[1].equals("ECDSA")
        ? parts[1] + " with " + parts[0]
        : parts[0] + " with " + parts[1];
  }

  private static String hsts(Found found, String words, String part) {
    return found.served().http().orElseThrow().toString().contains(part) ? words : "other";
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatTestsslDoes(Server server) throws Exception {
    String testssl = ScannedServers.tool("testssl", "testssl.sh").toString();
    try (ServerProcess process = servers.start(server)) {
      Path json = folder.resolve(server + ".json");
      ScannedServers.run(
          folder.resolve("testssl.txt"),
          testssl,
          "--quiet",
          "--color=0",
          "--warnings=off",
          "--nodns=none",
          "--jsonfile=" + json,
          "-p",
          "-S",
          "-h",
          ScannedServers.HOST + ":" + process.port());
      Found found = ScannedServers.look(process.port());
      assertEquals(server == Server.WEB, found.has(Check.STAPLE), "the staple");
      List<String> wrong = new ArrayList<>();
      Set<String> seen = new TreeSet<>();
      for (JsonNode each : new ObjectMapper().readTree(json.toFile())) {
        String id = each.get("id").asText().replaceFirst(" <.*", "");
        String said = each.get("finding").asText();
        BiFunction<Found, String, String> ours = TESTSSL.get(id);
        if (ours == null) {
          if (!OTHERS.matcher(id).matches()) {
            wrong.add(id + ": nobody knows whether it is to be found: " + said);
          }
        } else {
          seen.add(id);
          String words = ours.apply(found, said);
          if (!canonical(said).contains(canonical(words)) || isOpposite(said, words)) {
            wrong.add(id + ": it says " + said + ", found was " + words);
          }
        }
      }
      System.out.println("testssl.sh and this one agree about " + server + ": " + seen);
      assertEquals(List.of(), wrong);
      assertTrue(seen.size() > 15, seen.toString());
    }
  }

  private static boolean isOpposite(String said, String words) {
    return words.equals("offered") && said.startsWith("not offered");
  }

  private static String canonical(String words) {
    return words.replace(",", "").replaceAll("\\s+", " ");
  }
}
