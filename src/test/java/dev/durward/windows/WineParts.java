package dev.durward.windows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a lab is made of, found on this machine; a test is skipped, and says so, where one is
 * missing.
 *
 * @param wine the program that runs Windows programs
 * @param compiler the C compiler for Windows
 * @param runtime the Windows JRE as npm packs it, of the very content that is pinned
 */
record WineParts(String wine, String compiler, Path runtime) {
  private static final Path PIN = Path.of("src/test/windows/jre");
  private static final String GET = "; platform-scripts/check installs it where it can";

  static WineParts find() throws IOException {
    String wine = first("/usr/lib/wine/wine64", "wine64", "wine");
    for (String tool : List.of("unshare", "nsenter", "setpriv", "localedef", "tar")) {
      first(tool);
    }
    return new WineParts(wine, first("x86_64-w64-mingw32-gcc"), pinned());
  }

  private static String first(String... programs) {
    Optional<String> found =
        Stream.of(programs)
            .flatMap(
                program ->
                    program.startsWith("/")
                        ? Stream.of(Path.of(program))
                        : Stream.of(System.getenv("PATH").split(":", -1))
                            .map(folder -> Path.of(folder, program)))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    assumeTrue(found.isPresent(), "skipped: there is no " + programs[programs.length - 1] + GET);
    return found.orElseThrow();
  }

  /** Fetched by {@code platform-scripts/check}, and checked here again before anything runs it. */
  private static Path pinned() throws IOException {
    Map<String, String> environment = System.getenv();
    String home = environment.getOrDefault("HOME", "/nowhere");
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"));
    Path file = cache.resolve("durward/windows-jre.tgz");
    assumeTrue(Files.isRegularFile(file), "skipped: there is no Windows JRE at " + file + GET);
    String wanted = Files.readString(PIN).strip().split(" ", 2)[1];
    assumeTrue(
        sha512(file).equals(wanted), "skipped: " + file + " is not the JRE that " + PIN + " pins");
    return file;
  }

  private static String sha512(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
