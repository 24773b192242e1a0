package dev.durward.probe.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Http;
import dev.durward.model.Expectation.Tls;
import dev.durward.probe.tls.OpenSsl.Wish;
import dev.durward.probe.tls.certificate.Chain;
import dev.durward.probe.tls.conversation.Version;
import dev.durward.probe.tls.judge.Check;
import dev.durward.probe.tls.judge.Finding;
import dev.durward.probe.tls.judge.Served;
import dev.durward.probe.tls.judge.Served.Offer;
import dev.durward.probe.tls.judge.ServedJudge;
import dev.durward.probe.verification.Judgement.Verdict;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Servers on loopback for scanners of TLS to look at, and what is found of them here. */
final class ScannedServers {
  static final String HOST = "127.0.0.1";
  private static final long PATIENCE_SECONDS = 280;
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

  private final OpenSsl openssl;

  /** The kinds of them. */
  enum Server {
    /** Everything that is old: all versions that OpenSSL has, SHA-1, a short key of its own. */
    OLD,
    /** Everything that is new, its root unknown. */
    WEB
  }

  /** What was found of a server. */
  record Found(Served served, List<Finding> findings) {
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

  /** Makes the certificates of all. */
  ScannedServers(Path folder) throws IOException, InterruptedException {
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

  /** Starts one; skips the test where its program is missing. */
  ServerProcess start(Server server) throws IOException {
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

  /** What is found of the one at a port. */
  static Found look(int port) {
    Served served =
        Loopback.visit(Loopback.approach(port, Loopback.LONG), port, Set.of()).observe(EXPECTED);
    return new Found(served, ServedJudge.judge(EXPECTED, served, Instant.now()));
  }

  /** A scanner's program; skips the test where it is missing. */
  static Path tool(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> found =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .flatMap(place -> Stream.of(names).map(name -> Path.of(place, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), names[0] + " is not installed");
    return found.get();
  }

  /** Runs a scanner. */
  static void run(Path output, String... command) throws IOException, InterruptedException {
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

  /** The common name of a distinguished one. */
  static String name(String distinguished) {
    return distinguished.replaceFirst("^CN=([^,]*).*", "$1");
  }
}
