package dev.durward.platform.persistence;

import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import dev.durward.platform.iptables.OwnRules;
import dev.durward.platform.iptables.save.SaveDump;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Durward's own service: the files of its rules, the script that puts them back, and the unit that
 * runs it at boot.
 *
 * @param root the file system it stands in
 * @param runner runs what makes it known
 */
record BootUnit(SystemRoot root, CommandRunner runner) {
  static final String FOLDER = "/etc/durward/boot";
  private static final String SCRIPT = FOLDER + "/restore";
  private static final List<String> PARTS =
      List.of(SCRIPT, FOLDER + "/ipv4.rules", FOLDER + "/ipv6.rules");

  /** By what it is run at boot; empty if it isn't. */
  Optional<Init> enabledBy() {
    return root.has(SCRIPT)
        ? Arrays.stream(Init.values()).filter(init -> init.runs(root, "durward")).findFirst()
        : Optional.empty();
  }

  /** What it would put back of a family; nothing if there is no such file. */
  OwnRules saved(Family family) throws IOException {
    Path file = root.path(FOLDER + "/" + SavedFiles.word(family) + ".rules");
    try {
      return Files.exists(file)
          ? OwnRules.of(SaveDump.parse(Files.readAllBytes(file)).filter()).asReached()
          : OwnRules.NONE;
    } catch (SaveDump.Unreadable e) {
      throw new IOException(file + " " + e.getMessage(), e);
    }
  }

  /**
   * Writes it and makes it known; what is there already stays as it is.
   *
   * @param script what restores
   * @param rules by family
   */
  void write(Init init, String script, Map<String, String> rules)
      throws IOException, InterruptedException {
    root.folder("/etc/durward");
    root.folder(FOLDER);
    for (Map.Entry<String, String> each : rules.entrySet()) {
      root.write(FOLDER + "/" + each.getKey() + ".rules", each.getValue(), "rw-------");
    }
    root.write(SCRIPT, script, "rwx------");
    boolean unit = root.write(init.file(), text(init), init.mode());
    unit |= root.link(init.link(root), init.file());
    if (unit) {
      systemctl(init, "daemon-reload");
      // At work from now on, it is restarted with the services that it is part of. That it can put
      // the rules back is seen, too: they are there, so that it changes nothing.
      systemctl(init, "start", "durward.service");
    }
  }

  /** Takes all of it away. */
  void remove() throws IOException, InterruptedException {
    for (Init init : Init.values()) {
      boolean unit = root.has(init.file());
      if (unit) {
        systemctl(init, "stop", "durward.service");
      }
      for (String link : init.links()) {
        root.remove(link);
      }
      root.remove(init.file());
      if (unit) {
        systemctl(init, "daemon-reload");
      }
    }
    for (String part : PARTS) {
      root.remove(part);
    }
    root.remove(FOLDER);
    root.remove("/etc/durward");
  }

  /** systemd reads its units when it is told to; OpenRC does so by itself. */
  private void systemctl(Init init, String... words) throws IOException, InterruptedException {
    if (init == Init.SYSTEMD) {
      new Systemctl(root, runner).run(words);
    }
  }

  private static String text(Init init) throws IOException {
    try (InputStream text = BootUnit.class.getResourceAsStream(init.resource())) {
      if (text == null) {
        throw new IllegalStateException(init.resource() + " is part of the jar");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
