package dev.durward.kernel;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole program, by its launcher, at work on a lab's host. */
record Program(Process process) {
  /** Signals as a terminal has them: a shell starts its background jobs with some ignored. */
  static final List<String> LAUNCHER =
      List.of(
          "/usr/bin/env",
          "--default-signal=INT,TERM,HUP",
          Path.of("platform-scripts/durward").toAbsolutePath().toString());

  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  /** Starts it; what it says on standard error goes to that file. */
  static Program start(Lab lab, Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(LAUNCHER);
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("DURWARD_RUNTIME_DIR", folder.toString());
    builder.environment().put("DURWARD_STATE_DIR", folder.resolve("state").toString());
    builder.redirectError(Redirect.to(errors(folder).toFile()));
    return new Program(lab.host(builder::start));
  }

  static Path errors(Path folder) {
    return folder.resolve("errors");
  }

  /** The most memory that it had so far, in kilobytes; 0 if it has ended. */
  long peak() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    Matcher peak = PEAK.matcher(Files.exists(status) ? Files.readString(status) : "");
    return peak.find() ? Long.parseLong(peak.group(1)) : 0;
  }
}
