package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.probe.tls.OpenSsl.Wish;
import dev.durward.probe.tls.certificate.Chain;
import dev.durward.probe.tls.certificate.Staple;
import dev.durward.probe.tls.certificate.Trust;
import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.conversation.Approach;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Finding;
import dev.durward.probe.tls.judge.Served;
import dev.durward.probe.tls.judge.ServedJudge;
import dev.durward.probe.verification.Judgement.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found about the certificates of real servers. */
class CertificatesTest {
  private static final String NAME = "subjectAltName=DNS:a.test";

  @TempDir static Path folder;
  private static OpenSsl openssl;
  private static X509Certificate root;

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    openssl = new OpenSsl(folder);
    root = openssl.make(Wish.of("root", "", OpenSsl.CA).selfSigned());
    openssl.make(Wish.of("inter", "root", OpenSsl.CA));
    openssl.make(Wish.of("tired", "root", OpenSsl.CA).valid(-10, 5));
    openssl.make(Wish.of("notca", "root", "basicConstraints=CA:FALSE"));
    for (Wish wish :
        List.of(
            Wish.of("good", "inter", NAME, OpenSsl.SERVER),
            Wish.of("expired", "inter", NAME).valid(-10, -3),
            Wish.of("future", "inter", NAME).valid(3, 90),
            Wish.of("soon", "inter", NAME).valid(-10, 5),
            Wish.of("underTired", "tired", NAME),
            Wish.of("underNotCa", "notca", NAME),
            Wish.of("other", "inter", "subjectAltName=DNS:b.test"),
            Wish.of("a.test", "inter", "basicConstraints=CA:FALSE"),
            Wish.of("wild", "inter", "subjectAltName=DNS:*.test"),
            Wish.of("address", "inter", "subjectAltName=IP:127.0.0.1"),
            Wish.of("sha1", "inter", NAME).withDigest("sha1"),
            Wish.of("short", "inter", NAME).withKey("-newkey rsa:1024"),
            Wish.of("client", "inter", NAME, "extendedKeyUsage=clientAuth"),
            Wish.of("aloneSha1", "", NAME).selfSigned().withDigest("sha1"),
            Wish.of("alone", "", NAME).selfSigned())) {
      openssl.make(wish);
    }
  }

  private static ServerProcess server(String name, String options) throws IOException {
    return ServerProcess.start(
        openssl.process(
            "s_server -accept 127.0.0.1:0 -cipher DEFAULT@SECLEVEL=0 -cert %s.pem -key %s.key %s"
                .formatted(
                    name,
                    name,
                    options.contains("-tls1") ? options : options + " -no_tls1 -no_tls1_1")
                .strip()));
  }

  private static Served served(int port, String host, Set<X509Certificate> anchors) {
    return Loopback.visit(Loopback.approach(port, Loopback.LONG), port, anchors)
        .observe(Loopback.tls(host));
  }

  private static List<Finding> findings(Served served, String host) {
    return ServedJudge.judge(Loopback.tls(host), served, Instant.now());
  }

  private static String failures(List<Finding> findings) {
    return findings.stream()
        .filter(each -> each.judgement().verdict() == Verdict.FAIL)
        .map(each -> each.check().id())
        .collect(Collectors.joining("+"));
  }

  private static Chain chain(Served served) {
    return served.handshake().orElseThrow().chain().orElseThrow();
  }

  /** The certificate, what is sent with it, the host: what is wrong, and how far it is trusted. */
  @ParameterizedTest
  @CsvSource({
    "good, inter, a.test, '', TRUSTED",
    "good, 'inter root', a.test, '', TRUSTED",
    "good, 'alone root inter inter', a.test, '', TRUSTED",
    "good, '', a.test, cert-trust, INCOMPLETE",
    "good, root, a.test, cert-trust, INCOMPLETE",
    "expired, inter, a.test, cert-expiry, TRUSTED",
    "expired, '', b.test, cert-trust+cert-name+cert-expiry, INCOMPLETE",
    "future, inter, a.test, cert-not-before, TRUSTED",
    "soon, inter, a.test, cert-expiry, TRUSTED",
    "underTired, tired, a.test, cert-expiry, TRUSTED",
    "underNotCa, notca, a.test, cert-trust, UNFIT",
    "client, inter, a.test, cert-trust, UNFIT",
    "other, inter, a.test, cert-name, TRUSTED",
    "a.test, inter, a.test, cert-name, TRUSTED",
    "wild, inter, a.test, '', TRUSTED",
    "wild, inter, a.b.test, cert-name, TRUSTED",
    "address, inter, 127.0.0.1, '', TRUSTED",
    "address, inter, 127.0.0.2, cert-name, TRUSTED",
    "sha1, inter, a.test, cert-signature, TRUSTED",
    "short, inter, a.test, cert-key, TRUSTED",
    "alone, '', a.test, cert-trust, SELF_SIGNED",
    "aloneSha1, '', a.test, cert-trust+cert-signature, SELF_SIGNED",
  })
  void findsWhatIsWrong(String name, String with, String host, String wrong, Trust.Kind trust)
      throws IOException {
    try (ServerProcess server = server(name, sent(name, with))) {
      Served served = served(server.port(), host, Set.of(root));
      assertEquals(wrong, failures(findings(served, host)), served.toString());
      assertEquals(trust, chain(served).trust().kind());
    }
  }

  private static String sent(String name, String with) throws IOException {
    if (with.isEmpty()) {
      return "";
    }
    StringBuilder all = new StringBuilder();
    for (String each : with.split(" ", -1)) {
      all.append(Files.readString(openssl.file(each + ".pem")));
    }
    String file = name + "-" + with.replace(' ', '-') + ".chain";
    Files.writeString(openssl.file(file), all.toString());
    return "-cert_chain " + file;
  }

  @Test
  void aRootThatIsNotTrustedIsNoMissingIntermediate() throws IOException {
    try (ServerProcess server = server("good", sent("good", "inter root"))) {
      Trust trust = chain(served(server.port(), "a.test", Set.of())).trust();
      assertEquals(new Trust(Trust.Kind.UNKNOWN_ROOT, "CN=root"), trust);
    }
  }

  @Test
  void aSelfSignedCertificateMayBeTrusted() throws IOException {
    try (ServerProcess server = server("alone", "")) {
      Served served = served(server.port(), "a.test", Set.of(openssl.read("alone")));
      assertEquals("", failures(findings(served, "a.test")));
    }
  }

  @Test
  void theMemberThatEndsFirstIsNamed() throws IOException {
    try (ServerProcess server = server("underTired", sent("underTired", "tired"))) {
      Chain chain = chain(served(server.port(), "a.test", Set.of(root)));
      assertEquals("CN=tired", chain.endsFirst().subject());
      assertEquals("CN=tired", chain.leaf().issuer());
    }
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, false", "-tls1_3, true"})
  void aClientCertificateIsSeenToBeWanted(String version, boolean session) throws IOException {
    try (ServerProcess server = server("good", sent("good", "inter") + " -Verify 1 " + version)) {
      Served served = served(server.port(), "a.test", Set.of(root));
      Handshake handshake = served.handshake().orElseThrow();
      assertTrue(handshake.wantsClientCertificate());
      assertEquals(session, handshake.session().isPresent(), handshake.toString());
      List<Finding> findings = findings(served, "a.test");
      assertEquals("", failures(findings));
      assertEquals(Verdict.PASS, Loopback.verdicts(findings).get(Check.CLIENT));
      assertEquals(Verdict.PASS, Loopback.verdicts(findings).get(Check.TRUST));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "good, V, inter, 0, GOOD, ''",
    "good, R, inter, 0, REVOKED, ocsp-staple",
    "good, V, inter, 3, EXPIRED, ocsp-staple",
    "good, R, inter, 3, REVOKED, ocsp-staple",
    "good, V, inter, -1, UNUSABLE, ocsp-staple",
    "good, V, alone, 0, UNUSABLE, ocsp-staple",
    "other, V, inter, 0, UNUSABLE, ocsp-staple",
  })
  void theStapleIsChecked(
      String of, String state, String signer, int days, Staple.Kind staple, String wrong)
      throws IOException, InterruptedException {
    openssl.staple(of, state.equals("R"), "inter", signer);
    try (ServerProcess server =
        server("good", sent("good", "inter") + " -status_file staple.der")) {
      Instant then = Instant.now().plus(days, ChronoUnit.DAYS);
      Approach approach = Loopback.approach(server.port(), Loopback.LONG);
      Served served =
          Loopback.visit(approach, server.port(), Set.of(root), then)
              .observe(Loopback.tls("a.test"));
      assertEquals(staple, chain(served).staple().kind());
      assertEquals(wrong, failures(findings(served, "a.test")));
    }
  }

  @Test
  void withoutAStapleThereIsNoFinding() throws IOException {
    try (ServerProcess server = server("good", sent("good", "inter"))) {
      List<Finding> findings = findings(served(server.port(), "a.test", Set.of(root)), "a.test");
      assertTrue(
          Arrays.stream(Check.values())
              .filter(
                  check ->
                      check != Check.STAPLE
                          && check != Check.CLIENT
                          && check != Check.STATUS
                          && check != Check.HSTS
                          && check != Check.REDIRECT)
              .toList()
              .equals(findings.stream().map(Finding::check).toList()),
          findings.toString());
    }
  }
}
