package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Certificates that the command openssl makes, in a folder of the test's. */
public final class OpenSsl {
  private static final String CONFIG =
      """
      [ca]
      default_ca = d
      [d]
      database = index.txt
      new_certs_dir = .
      rand_serial = yes
      unique_subject = no
      default_md = sha256
      policy = p
      [p]
      commonName = supplied
      """;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  public static final String EC = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
  public static final String SERVER = "extendedKeyUsage=serverAuth";
  public static final String CA = "basicConstraints=critical,CA:TRUE";

  private final Path folder;

  public OpenSsl(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("ca.cnf"), CONFIG);
    Files.writeString(folder.resolve("index.txt"), "");
  }

  /** What is to be made; days are counted from today. */
  public record Wish(
      String name,
      Optional<String> issuer,
      String key,
      String digest,
      int from,
      int to,
      List<String> extensions) {
    public static Wish of(String name, String issuer, String... extensions) {
      return new Wish(name, Optional.of(issuer), EC, "sha256", -10, 100, List.of(extensions));
    }

    public Wish selfSigned() {
      return new Wish(name, Optional.empty(), key, digest, from, to, extensions);
    }

    public Wish withKey(String other) {
      return new Wish(name, issuer, other, digest, from, to, extensions);
    }

    public Wish withDigest(String other) {
      return new Wish(name, issuer, key, other, from, to, extensions);
    }

    public Wish valid(int first, int last) {
      return new Wish(name, issuer, key, digest, first, last, extensions);
    }
  }

  /** Makes NAME.pem and NAME.key. */
  public X509Certificate make(Wish wish) throws IOException, InterruptedException {
    Files.writeString(file(wish.name() + ".ext"), String.join("\n", wish.extensions()) + "\n");
    run("req -new " + wish.key() + " -nodes -keyout NAME.key -out NAME.csr -subj /CN=NAME", wish);
    Instant now = Instant.now();
    String days =
        " -startdate "
            + DATE.format(now.plus(wish.from(), ChronoUnit.DAYS))
            + " -enddate "
            + DATE.format(now.plus(wish.to(), ChronoUnit.DAYS));
    String signer =
        wish.issuer()
            .map(one -> " -cert " + one + ".pem -keyfile " + one + ".key")
            .orElse(" -selfsign -keyfile NAME.key");
    run(
        "ca -batch -notext -config ca.cnf -in NAME.csr -out NAME.pem -extfile NAME.ext -md "
            + wish.digest()
            + days
            + signer,
        wish);
    return read(wish.name());
  }

  /**
   * Makes staple.der, an OCSP response that is good for two days.
   *
   * @param signer who signs it
   */
  public void staple(String of, boolean revoked, String issuer, String signer)
      throws IOException, InterruptedException {
    String serial = read(of).getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    String line =
        String.join(
            "\t",
            revoked ? "R" : "V",
            "491231235959Z",
            revoked ? "250101000000Z" : "",
            serial.length() % 2 == 0 ? serial : "0" + serial,
            "unknown",
            "/CN=" + of);
    Files.writeString(file("ocsp.txt"), line + "\n");
    run(
        ("ocsp -index ocsp.txt -CA ISSUER.pem -rsigner SIGNER.pem -rkey SIGNER.key"
                + " -issuer ISSUER.pem -cert %s.pem -ndays 2 -respout staple.der -noverify")
            .formatted(of)
            .replace("ISSUER", issuer)
            .replace("SIGNER", signer));
  }

  public X509Certificate read(String name) throws IOException {
    try (var in = Files.newInputStream(file(name + ".pem"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  private void run(String arguments, Wish wish) throws IOException, InterruptedException {
    run(arguments.replace("NAME", wish.name()));
  }

  public void run(String arguments) throws IOException, InterruptedException {
    Process process = process(arguments).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), arguments);
    assertEquals(0, process.exitValue(), arguments + "\n" + said);
  }

  public ProcessBuilder process(String arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.strip().split(" +", -1)));
    return new ProcessBuilder(command).directory(folder.toFile());
  }
}
