package dev.durward.platform.persistence;

import dev.durward.exec.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A timer of systemd's that asks routers anew before what they have given ends, see
 * systemd.timer(5): two minutes after each boot, and then again and again.
 *
 * @param root the file system of the host
 * @param runner runs what makes it known
 */
public record RenewalTimer(SystemRoot root, CommandRunner runner) {
  /** Its name for systemctl(1). */
  public static final String NAME = "durward-router.timer";

  private static final String FOLDER = "/etc/systemd/system/";
  private static final String SERVICE = FOLDER + "durward-router.service";
  private static final String TIMER = FOLDER + NAME;
  private static final String WANTS = FOLDER + "timers.target.wants/" + NAME;
  private static final Pattern EVERY = Pattern.compile("(?m)^OnUnitActiveSec=([0-9]{1,9})$");

  private static final String SERVICE_TEXT =
      """
      # Written by durward router renew --timer on, and taken away by --timer off.
      [Unit]
      Description=Asks the router anew for the ports that Durward was given
      Wants=network-online.target
      After=network-online.target

      [Service]
      Type=oneshot
      # env(1), since systemd takes no program whose name has a quote in it.
      %sExecStart=/usr/bin/env %s
      """;

  private static final String TIMER_TEXT =
      """
      # Written by durward router renew --timer on, and taken away by --timer off.
      [Unit]
      Description=Keeps ports of the router that Durward was given

      [Timer]
      OnBootSec=120
      OnUnitActiveSec=%d
      AccuracySec=10

      [Install]
      WantedBy=timers.target
      """;

  /** Whether systemd boots this host, and its network is that of this process. */
  public boolean isPossible() {
    return root.init().equals(Optional.of(Init.SYSTEMD)) && root.isOfBoot();
  }

  /** How often it asks; empty if no boot starts it. */
  public Optional<Duration> every() {
    Path timer = root.path(TIMER);
    if (!root.entry(FOLDER, "timers.target.wants", NAME) || !Files.isRegularFile(timer)) {
      return Optional.empty();
    }
    try {
      Matcher every = EVERY.matcher(Files.readString(timer, StandardCharsets.UTF_8));
      return every.find()
          ? Optional.of(Duration.ofSeconds(Long.parseLong(every.group(1))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Has it begin, now and with each boot; one that is there is told of what has changed.
   *
   * @param command what it runs, with absolute paths
   * @param environment what that wants to have set
   * @param every in seconds
   */
  public void start(List<String> command, Map<String, String> environment, Duration every)
      throws IOException, InterruptedException {
    String variables =
        new TreeMap<>(environment)
            .entrySet().stream()
                .map(each -> "Environment=" + quoted(each.getKey() + "=" + each.getValue()) + "\n")
                .collect(Collectors.joining());
    String line =
        command.stream()
            .map(word -> quoted(word).replace("$", "$$"))
            .collect(Collectors.joining(" "));
    boolean isNew = root.write(SERVICE, SERVICE_TEXT.formatted(variables, line), "rw-r--r--");
    isNew |= root.write(TIMER, TIMER_TEXT.formatted(every.toSeconds()), "rw-r--r--");
    isNew |= root.link(WANTS, TIMER);
    Systemctl systemctl = new Systemctl(root, runner);
    if (isNew) {
      systemctl.run("daemon-reload");
    }
    systemctl.run(isNew ? "restart" : "start", NAME);
  }

  /** Ends it, and takes it away; nothing where it isn't there. */
  public void stop() throws IOException, InterruptedException {
    boolean isThere = root.has(TIMER);
    Systemctl systemctl = new Systemctl(root, runner);
    if (isThere) {
      systemctl.run("stop", NAME);
    }
    root.remove(WANTS);
    root.remove(TIMER);
    root.remove(SERVICE);
    if (isThere) {
      systemctl.run("daemon-reload");
    }
  }

  /** One word, see systemd.syntax(7), and systemd.service(5) on dollars and percent signs. */
  private static String quoted(String word) {
    if (word.matches("[A-Za-z0-9_=/.:+@-]+")) {
      return word;
    }
    if (word.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("no word of a unit: " + word);
    }
    String escaped = word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
    return "\"" + escaped + "\"";
  }
}
