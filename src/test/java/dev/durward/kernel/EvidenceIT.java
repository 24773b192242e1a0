package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.probe.tls.Nginx;
import dev.durward.probe.tls.OpenSsl;
import dev.durward.probe.tls.OpenSsl.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that {@code verify} may meet, at once on one host whose policy drops: what is to be
 * seen of it stands in two tables, and no cell may be wrong.
 */
class EvidenceIT {
  private static final String TLS =
      "tls: {host: a.test, ca: root.pem, min-version: TLSv1.2, min-days-left: 14,"
          + " refuse-legacy: true, tls-only: true}";
  private static final String HTTP = ", http: {status: 200, https-redirect: true}";
  private static final String NAME = "subjectAltName=DNS:a.test";
  private static final Pattern OFFERED = Pattern.compile("(?:^|; )offered: ([^;]*)");
  private static final Pattern OTHER =
      Pattern.compile("TLS is not spoken: (speaks [^:]*|[^:(]*).*");

  @TempDir static Path folder;
  private static OpenSsl openssl;

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    openssl = new OpenSsl(folder);
    openssl.make(Wish.of("root", "", OpenSsl.CA).selfSigned());
    openssl.make(Wish.of("inter", "root", OpenSsl.CA));
    openssl.make(Wish.of("tired", "root", OpenSsl.CA).valid(-10, 5));
    for (Wish wish :
        List.of(
            Wish.of("good", "inter", NAME, OpenSsl.SERVER).withKey("-newkey rsa:2048"),
            Wish.of("expired", "inter", NAME).withKey("-newkey rsa:2048").valid(-10, -3),
            Wish.of("future", "inter", NAME).valid(3, 90),
            Wish.of("undertired", "tired", NAME),
            Wish.of("other", "inter", "subjectAltName=DNS:b.test"),
            Wish.of("a.test", "inter", "basicConstraints=CA:FALSE"),
            Wish.of("sha1", "inter", NAME).withDigest("sha1"),
            Wish.of("short", "inter", NAME).withKey("-newkey rsa:1024"),
            Wish.of("shortexpired", "inter", "subjectAltName=DNS:b.test")
                .withKey("-newkey rsa:1024")
                .valid(-10, -3),
            Wish.of("alone", "", NAME).selfSigned())) {
      openssl.make(wish);
    }
    openssl.staple("good", true, "inter", "inter");
    openssl.run("pkcs12 -export -in good.pem -inkey good.key -out old.p12 -passout pass:changeit");
  }

  @Test
  @Timeout(300)
  void noCellIsWrong() throws Exception {
    List<EvidenceRow> ports = EvidenceRow.parse(EvidenceTables.PORTS);
    List<EvidenceRow> services =
        EvidenceRow.parse(
            EvidenceTables.SERVICES
                .replace("as TLS with HTTP", "as " + TLS + HTTP)
                .replace("as TLS", "as " + TLS));
    List<EvidenceRow> all = new ArrayList<>(ports);
    services.stream().filter(EvidenceIT::isInstalled).forEach(all::add);
    String yaml =
        "version: 1\npolicy: evidence\nrules:\n"
            + all.stream().map(EvidenceRow::rules).collect(Collectors.joining());
    String rules = Files.writeString(folder.resolve("rules.yaml"), yaml).toString();
    try (Lab lab = Lab.create("nft");
        EvidenceServers servers = new EvidenceServers(openssl)) {
      for (Family family : Family.values()) {
        load(lab, family, all);
      }
      lab.host(
          () -> {
            for (EvidenceRow row : all) {
              servers.start(row);
            }
            return servers;
          });
      Run run =
          lab.host(
              () ->
                  new Run.Setting()
                      .runner(new ProcessRunner())
                      .variant("-nft")
                      .runtime(folder)
                      .run("verify", "--output", "json", rules));
      assertEquals(3, run.code(), run.err());
      compare(all, ports.size(), results(run.out()));
    }
  }

  /** Returns whether a row's server can be started here. */
  private static boolean isInstalled(EvidenceRow row) {
    boolean lacks = row.listens().startsWith("nginx") && !Files.isExecutable(Nginx.PROGRAM);
    if (lacks) {
      System.out.println("not looked at, since nginx is not installed: " + row.where());
    }
    return !lacks;
  }

  private static void load(Lab lab, Family family, List<EvidenceRow> rows) throws Exception {
    List<String> lines = new ArrayList<>(List.of(":INPUT DROP [0:0]", "-A INPUT -i lo -j ACCEPT"));
    rows.forEach(row -> row.line(family).ifPresent(lines::add));
    lines.add("-A INPUT -p tcp --dport 80 -j ACCEPT");
    lab.load(family, lines.toArray(String[]::new));
  }

  /** The results of each rule. */
  private static Map<String, List<JsonNode>> results(String json) throws IOException {
    Map<String, List<JsonNode>> byRule = new TreeMap<>();
    for (JsonNode each : new ObjectMapper().readTree(json).get("results")) {
      byRule.computeIfAbsent(each.get("rule").asText(), none -> new ArrayList<>()).add(each);
    }
    return byRule;
  }

  private static void compare(
      List<EvidenceRow> rows, int ports, Map<String, List<JsonNode>> results) {
    StringBuilder table = new StringBuilder();
    int cells = 0;
    int wrong = 0;
    for (int i = 0; i < rows.size(); i++) {
      EvidenceRow row = rows.get(i);
      for (Map.Entry<Family, String> cell : row.expected().entrySet()) {
        List<JsonNode> some =
            Optional.ofNullable(results.get(row.name(cell.getKey()))).orElse(List.of());
        String seen = i < ports ? port(some) : service(some);
        boolean right = seen.equals(canonical(cell.getValue()));
        cells++;
        wrong += right ? 0 : 1;
        String mark = right ? "right" : "WRONG";
        table.append(
            "%s  %-4s  %-12s  expected %-34s  seen %-34s  %s  %s%n"
                .formatted(
                    mark,
                    cell.getKey().word(),
                    row.where(),
                    cell.getValue(),
                    seen,
                    row.filter(),
                    row.listens()));
        if (!right) {
          some.forEach(each -> table.append("         ").append(each).append('\n'));
        }
      }
    }
    System.out.print(table);
    System.out.println("evidence: " + cells + " cells, " + wrong + " wrong");
    assertEquals(0, wrong, table.toString());
    assertTrue(cells >= 2 * rows.size() - 30, "cells are missing");
  }

  private static String canonical(String cell) {
    return cell.replaceAll("\\s+", " ").strip();
  }

  /** {@code open passed}. */
  private static String port(List<JsonNode> results) {
    return results.stream()
        .map(each -> each.get("outcome").asText() + " " + verdict(each))
        .collect(Collectors.joining(", "));
  }

  private static String verdict(JsonNode result) {
    return switch (result.get("verdict").asText()) {
      case "pass" -> "passed";
      case "fail" -> "failed";
      default -> "untested";
    };
  }

  /** {@code TLSv1.2 TLSv1.3; cert-expiry; 0}, where the port itself is open. */
  private static String service(List<JsonNode> results) {
    if (results.isEmpty() || !port(results.subList(0, 1)).equals("open passed")) {
      return port(results);
    }
    List<JsonNode> checks = results.subList(1, results.size());
    String failed =
        checks.stream()
            .filter(each -> verdict(each).equals("failed"))
            .map(each -> each.get("subject").asText().replaceFirst(" at .*", ""))
            .collect(Collectors.joining(" "));
    long untested = checks.stream().filter(each -> verdict(each).equals("untested")).count();
    return canonical(speaks(checks.get(0)) + "; " + failed + "; " + untested);
  }

  private static String speaks(JsonNode tls) {
    Matcher offered = OFFERED.matcher(tls.get("observed").asText());
    if (offered.find()) {
      return offered.group(1).replace(",", "");
    }
    Matcher other = OTHER.matcher(tls.get("reason").asText());
    String words = other.matches() ? other.group(1).strip() : tls.get("reason").asText();
    // What comes first is up to the kernel: the end, or the reset that what was sent caused.
    return words.startsWith("closed the connection") || words.startsWith("reset the connection")
        ? "CLOSED"
        : words;
  }
}
