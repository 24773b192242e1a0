package dev.durward.router;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.durward.exec.Command;
import dev.durward.exec.ProcessRunner;
import dev.durward.probe.tls.ServerProcess;
import dev.durward.router.RouterLab.BackEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The router's daemon (miniupnpd), which speaks UPnP IGD, PCP and NAT-PMP.
 *
 * @param program its absolute path
 * @param folder its configuration
 */
record Miniupnpd(Path program, Path folder) implements AutoCloseable {
  /** It dies with the thread that started it: that of the router's namespace. */
  private static final List<String> TIED = List.of("setpriv", "--pdeathsig", "KILL");

  /** Said last, when it waits on the sockets of all its protocols (2.3.1). */
  private static final Pattern READY = Pattern.compile(".*Listening for NAT-PMP/PCP .*");

  private static final String GET = "; platform-scripts/check fetches it where it can";

  /** As {@code platform-scripts/check} unpacks it, or the one that is installed. */
  static Miniupnpd find(BackEnd backEnd) throws IOException, InterruptedException {
    String home = System.getenv().getOrDefault("HOME", "/nowhere");
    Path cache = Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", home + "/.cache"));
    List<Path> places =
        List.of(
            cache.resolve("durward/miniupnpd-" + backEnd.word()).toAbsolutePath(),
            Path.of("/usr/sbin/miniupnpd"));
    Optional<Path> found = Optional.empty();
    for (Path place : places) {
      if (found.isEmpty() && Files.isExecutable(place) && isOf(backEnd, place)) {
        found = Optional.of(place);
      }
    }
    assumeTrue(found.isPresent(), "skipped: there is no miniupnpd for " + backEnd.word() + GET);
    return new Miniupnpd(found.orElseThrow(), Files.createTempDirectory("router"));
  }

  /** {@code using netfilter(nftables) backend}. */
  private static boolean isOf(BackEnd backEnd, Path program)
      throws IOException, InterruptedException {
    String said = new ProcessRunner().run(Command.of(program.toString(), "--version")).text();
    return said.contains("(" + backEnd.word() + ")");
  }

  /**
   * Starts it in the namespace of the calling thread.
   *
   * @param lines {@code KEY=VALUE} in place of what stands here; {@code allow …} and {@code deny …}
   *     in place of all those that stand here
   */
  ServerProcess start(List<String> lines) throws IOException {
    Path file = folder.resolve("miniupnpd.conf");
    Files.write(file, configuration(lines));
    List<String> command = new ArrayList<>(TIED);
    command.addAll(List.of(program.toString(), "-d", "-f", file.toString()));
    command.addAll(List.of("-P", folder.resolve("pid").toString()));
    return ServerProcess.start(new ProcessBuilder(command), 0, READY);
  }

  private List<String> configuration(List<String> lines) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("ext_ifname", "wan");
    values.put("listening_ip", "brlan");
    values.put("http_port", "5000");
    values.put("ipv6_disable", "no");
    values.put("enable_upnp", "yes");
    values.put("enable_natpmp", "yes");
    values.put("min_lifetime", "120");
    values.put("max_lifetime", "86400");
    values.put("secure_mode", "yes");
    values.put("system_uptime", "no");
    values.put("lease_file", folder.resolve("leases").toString());
    values.put("uuid", "9e1ffc3e-0d6d-4d0c-9c0b-5f4a2c6f0001");
    List<String> permissions = new ArrayList<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        permissions.add(line);
      } else {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    if (permissions.isEmpty()) {
      permissions.add("allow 443 192.168.77.0/24 443");
      permissions.add("allow 1024-65535 192.168.77.0/24 1-65535");
      permissions.add("deny 0-65535 0.0.0.0/0 0-65535");
    }
    List<String> all = new ArrayList<>();
    values.forEach((key, value) -> all.add(key + "=" + value));
    all.addAll(permissions);
    return all;
  }

  /** Forgets the mappings that it would make again when it starts. */
  void forget() throws IOException {
    Files.deleteIfExists(folder.resolve("leases"));
  }

  @Override
  public void close() throws IOException {
    for (String file : List.of("leases", "pid", "miniupnpd.conf")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.delete(folder);
  }
}
