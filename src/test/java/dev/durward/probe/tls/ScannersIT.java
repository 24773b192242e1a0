package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Http;
import dev.durward.model.Expectation.Tls;
import dev.durward.probe.Judgement.Verdict;
import dev.durward.probe.tls.OpenSsl.Wish;
import dev.durward.probe.tls.Served.Offer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What sslscan and testssl.sh report of servers on loopback is found here as well, as far as it is
 * meant to be: a part of their reports that is neither is an error.
 */
@Timeout(600)
class ScannersIT {
  private static final long PATIENCE_SECONDS = 280;
  private static final String HOST = "127.0.0.1";
  private static final Expectation EXPECTED =
      new Expectation(
          Optional.of(
              new Tls(
                  Optional.of(HOST),
                  Optional.empty(),
                  Optional.empty(),
                  OptionalInt.empty(),
                  true,
                  true)),
          Optional.of(new Http("/", OptionalInt.of(200), false)));
  private static final DateTimeFormatter SSLSCAN_TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TESTSSL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  @TempDir static Path folder;
  private static OpenSsl openssl;

  /** A server. */
  enum Server {
    /** Everything that is old: all versions that OpenSSL has, SHA-1, a short key of its own. */
    OLD,
    /** Everything that is new, its root unknown. */
    WEB
  }

  /** What was found of a server. */
  private record Found(Served served, List<Finding> findings) {
    Chain chain() {
      return served.handshake().orElseThrow().chain().orElseThrow();
    }

    boolean fails(Check check) {
      return Loopback.verdicts(findings).get(check) == Verdict.FAIL;
    }

    boolean has(Check check) {
      return Loopback.verdicts(findings).containsKey(check);
    }

    String offers(Version version) {
      return served.offer(version) == Offer.OFFERED ? "offered" : "not offered";
    }

    String alpn() {
      return served.handshake().orElseThrow().session().orElseThrow().alpn().orElse("not offered");
    }

    String status() {
      return served.http().map(Object::toString).orElse("").substring(0, 3);
    }
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
          Map.entry("cert_caIssuers", (found, said) -> name(found.chain().leaf().issuer())),
          Map.entry("cert_commonName", (found, said) -> name(found.chain().leaf().subject())),
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

  private static String name(String distinguished) {
    return distinguished.replaceFirst("^CN=([^,]*).*", "$1");
  }

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

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    openssl = new OpenSsl(folder);
    openssl.make(Wish.of("root", "", OpenSsl.CA).selfSigned());
    openssl.make(Wish.of("inter", "root", OpenSsl.CA));
    String rsa = "-newkey rsa:2048";
    openssl.make(Wish.of("web", "inter", "subjectAltName=DNS:a.test,DNS:b.test").withKey(rsa));
    openssl.staple("web", false, "inter", "inter");
    Files.move(openssl.file("staple.der"), openssl.file("web.staple"));
    openssl.make(
        Wish.of("old", "", "subjectAltName=DNS:a.test")
            .selfSigned()
            .withKey("-newkey rsa:1024")
            .withDigest("sha1")
            .valid(-10, 5));
  }

  private static ServerProcess start(Server server) throws IOException {
    if (server == Server.WEB) {
      assumeTrue(Files.isExecutable(Nginx.PROGRAM), "nginx is not installed");
      return Nginx.start(openssl, "web", List.of(HOST), freePort(), freePort());
    }
    return ServerProcess.start(
        openssl.process(
            "s_server -www -accept 127.0.0.1:0 -cert old.pem -key old.key"
                + " -cipher ALL@SECLEVEL=0"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Found look(int port) {
    Served served =
        Loopback.visit(Loopback.approach(port, Loopback.LONG), port, Set.of()).observe(EXPECTED);
    return new Found(served, ServedJudge.judge(EXPECTED, served, Instant.now()));
  }

  private static Path tool(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> found =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .flatMap(place -> Stream.of(names).map(name -> Path.of(place, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), names[0] + " is not installed");
    return found.get();
  }

  private static void run(Path output, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), command[0] + " hangs");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatSslscanDoes(Server server) throws Exception {
    String sslscan = tool("sslscan").toString();
    try (ServerProcess process = start(server)) {
      Path xml = folder.resolve("sslscan.xml");
      run(xml, sslscan, "--xml=-", "--no-colour", "--no-ciphersuites", HOST + ":" + process.port());
      Document report =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
      Found found = look(process.port());
      for (Element each : all(report, "protocol")) {
        String name = each.getAttribute("type") + each.getAttribute("version");
        Optional<Version> version =
            Version.named(name.equals("ssl3") ? "SSLv3" : name.replace("tls", "TLSv"));
        String enabled = each.getAttribute("enabled").equals("1") ? "offered" : "not offered";
        // SSLv2 is not asked for.
        version.ifPresent(known -> assertEquals(enabled, found.offers(known), name));
      }
      Element certificate = all(report, "certificate").get(0);
      Member leaf = found.chain().leaf();
      boolean sha1 = text(certificate, "signature-algorithm").startsWith("sha1");
      assertEquals(sha1, found.fails(Check.SIGNATURE));
      int bits = Integer.parseInt(all(certificate, "pk").get(0).getAttribute("bits"));
      assertEquals(OptionalInt.of(bits), leaf.keyBits());
      assertEquals(bits < 2048, found.fails(Check.KEY));
      assertEquals(text(certificate, "subject"), name(leaf.subject()));
      assertEquals(text(certificate, "issuer"), name(leaf.issuer()));
      assertEquals(
          text(certificate, "altnames"),
          found.chain().names().hosts().stream()
              .map(name -> "DNS:" + name)
              .collect(Collectors.joining(", ")));
      assertEquals(
          text(certificate, "self-signed").equals("true"),
          found.chain().trust().kind() == Trust.Kind.SELF_SIGNED);
      assertEquals(text(certificate, "expired").equals("true"), found.fails(Check.EXPIRY));
      assertEquals(time(certificate, "not-valid-before"), leaf.notBefore());
      assertEquals(time(certificate, "not-valid-after"), leaf.notAfter());
    }
  }

  private static Instant time(Element certificate, String name) {
    String text = text(certificate, name).replaceAll(" +", " ");
    return Instant.from(SSLSCAN_TIME.parse(text));
  }

  private static List<Element> all(org.w3c.dom.Node under, String name) {
    org.w3c.dom.NodeList found =
        under instanceof Document document
            ? document.getElementsByTagName(name)
            : ((Element) under).getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static String text(Element under, String name) {
    return all(under, name).get(0).getTextContent().strip();
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatTestsslDoes(Server server) throws Exception {
    String testssl = tool("testssl", "testssl.sh").toString();
    try (ServerProcess process = start(server)) {
      Path json = folder.resolve(server + ".json");
      run(
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
          HOST + ":" + process.port());
      Found found = look(process.port());
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
