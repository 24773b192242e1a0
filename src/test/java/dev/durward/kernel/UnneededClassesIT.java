package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing on the path of {@code plan} loads what it doesn't use. */
class UnneededClassesIT {
  /** By which a host is told whom it would ask. */
  private static final Set<String> NAMED = Set.of("Ledger", "Routers", "Routers$Gateways");

  private static final Pattern OF_ROUTERS = Pattern.compile("dev\\.durward\\.router\\.(\\S+)");
  private static final int RULES = 20;

  @TempDir private Path folder;

  private Set<String> loaded(String file, int code) throws Exception {
    Path log = folder.resolve("loaded");
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + log,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.durward.cli.Main",
            "plan",
            file);
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("DURWARD_RUNTIME_DIR", folder.resolve("run").toString());
    builder.environment().put("DURWARD_STATE_DIR", folder.resolve("state").toString());
    try (Lab lab = Lab.create("nft")) {
      Process process = lab.host(builder::start);
      try {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it doesn't end");
      } finally {
        process.destroyForcibly();
      }
      assertEquals(code, process.exitValue(), Files.readString(said));
    }
    Set<String> names = new TreeSet<>();
    Matcher matcher = OF_ROUTERS.matcher(Files.readString(log));
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private String file(String options) throws Exception {
    StringBuilder text = new StringBuilder("version: 1\npolicy: many\nrules:\n");
    for (int port = 1; port <= RULES; port++) {
      text.append("- {name: r%d, ports: %d%s}\n".formatted(port, 1000 + port, options));
    }
    return Files.writeString(folder.resolve("many.yaml"), text).toString();
  }

  @Test
  void withoutRouterNothingOfRoutersIsLoaded() throws Exception {
    Set<String> loaded = loaded(file(""), 0);
    loaded.removeAll(NAMED);
    assertEquals(Set.of(), loaded);
  }

  @Test
  void withRouterItIs() throws Exception {
    assertTrue(loaded(file(", router: {}"), 5).contains("Look"));
  }
}
