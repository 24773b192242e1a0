package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.probe.tls.ScannedServers.Found;
import dev.durward.probe.tls.ScannedServers.Server;
import dev.durward.probe.tls.certificate.Member;
import dev.durward.probe.tls.certificate.Trust;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.tls.judge.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What sslscan reports of servers on loopback is found here as well. */
@Timeout(600)
class SslscanIT {
  private static final DateTimeFormatter SSLSCAN_TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @TempDir static Path folder;
  private static ScannedServers servers;

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    servers = new ScannedServers(folder);
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatSslscanDoes(Server server) throws Exception {
    String sslscan = ScannedServers.tool("sslscan").toString();
    try (ServerProcess process = servers.start(server)) {
      Path xml = folder.resolve("sslscan.xml");
      ScannedServers.run(
          xml,
          sslscan,
          "--xml=-",
          "--no-colour",
          "--no-ciphersuites",
          ScannedServers.HOST + ":" + process.port());
      Document report =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
      Found found = ScannedServers.look(process.port());
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
      assertEquals(text(certificate, "subject"), ScannedServers.name(leaf.subject()));
      assertEquals(text(certificate, "issuer"), ScannedServers.name(leaf.issuer()));
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
}
