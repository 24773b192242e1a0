package dev.durward.windows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.durward.platform.host.Capabilities;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Windows without Windows: Wine, a Windows JRE, the built jar and the test classes, in a folder
 * of their own.
 *
 * <p>What runs in it runs as {@code nobody}, without a network but loopback, in a process namespace
 * of its own. The namespace ends with its first process, which reads a pipe of this one: nothing
 * outlives the tests, however they end.
 */
final class WineLab implements AutoCloseable {
  /** Linux's number for nobody. */
  private static final String NOBODY = "65534";

  private static final List<String> AS_NOBODY =
      List.of(
          "setpriv",
          "--reuid=" + NOBODY,
          "--regid=" + NOBODY,
          "--clear-groups",
          "--no-new-privs",
          "--bounding-set=-all");
  private static final int SECONDS = 180;

  private final Path folder;
  private final WineParts parts;
  private final Process keeper;
  private final Set<WineLocale> locales = EnumSet.noneOf(WineLocale.class);

  private WineLab(Path folder, WineParts parts, Process keeper) {
    this.folder = folder;
    this.parts = parts;
    this.keeper = keeper;
  }

  /** Makes one, which takes some ten seconds. Where that can't be, the calling test is skipped. */
  static WineLab open() throws IOException, InterruptedException {
    Capabilities capabilities = Capabilities.current();
    assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "skipped: Wine is run as another user and without a network, which needs root");
    WineParts parts = WineParts.find();
    Path folder = Files.createTempDirectory("durward-wine");
    WineLab lab = new WineLab(folder, parts, keeper());
    try {
      lab.furnish();
      return lab;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      lab.close();
      throw e;
    }
  }

  /** The first process of the namespaces; it ends when its standard input does. */
  private static Process keeper() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"));
    // A JVM of Windows opens a selector by a connection over loopback.
    command.addAll(List.of("sh", "-c", "ip link set dev lo up && exec \"$@\"", "sh"));
    command.addAll(AS_NOBODY);
    command.add("cat");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    if (process.getInputStream().read() != '\n') {
      throw new IOException("no namespace for Wine");
    }
    return process;
  }

  private void furnish() throws IOException, InterruptedException {
    host("tar", "-xzf", parts.runtime().toString(), "--strip-components=1", "package/jre");
    Path app = Files.createDirectory(folder.resolve("app"));
    host("cp", "-r", target("durward.jar"), target("lib"), app.toString());
    host("cp", "-r", target("test-classes"), folder.resolve("tests").toString());
    Files.createDirectories(tasks());
    Files.createDirectory(folder.resolve("locales"));
    host("chmod", "-R", "a+rX", ".");
    host("chown", "-R", NOBODY + ":" + NOBODY, "home");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    WineOutcome outcome = run(WineLocale.ENGLISH, Map.of(), "wineboot", "--init");
    if (outcome.exit() != 0) {
      throw new IOException("wineboot: exit " + outcome.exit());
    }
    standIn("netsh", WineNetsh.class, netshSettings());
    standIn("schtasks", WineSchtasks.class, tasks());
  }

  private static String target(String file) {
    return Path.of("target", file).toAbsolutePath().toString();
  }

  /** Changes the network that Wine shows as Windows', by the words of {@code ip}. */
  void network(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("nsenter", "--target=" + keeper.pid(), "--net", "ip"));
    command.addAll(List.of(words));
    host(command.toArray(String[]::new));
  }

  /** Puts a stand-in where Windows has the real one, and Wine one that does little or nothing. */
  private void standIn(String program, Class<?> main, Path settings)
      throws IOException, InterruptedException {
    Path file = system32().resolve(program + ".exe");
    Files.delete(file);
    String source = Path.of("src/test/windows/stand-in.c").toAbsolutePath().toString();
    host(parts.compiler(), "-municode", "-Wall", "-Werror", "-o", file.toString(), source);
    String command = String.join(" ", java(main)).replace(javaExe(), '"' + javaExe() + '"');
    command += " " + windowsPath(settings);
    Files.writeString(system32().resolve(program + ".java"), command);
  }

  /** The scheduled tasks that are there, a file each. */
  Path tasks() {
    return folder.resolve("home/tasks");
  }

  /** Where the stand-in and its log are. */
  Path system32() {
    return disk().resolve("windows/system32");
  }

  /** {@code C:}; to Windows programs, what is above it on {@code Z:} belongs to somebody else. */
  Path disk() {
    return folder.resolve("home/prefix/drive_c");
  }

  private Path netshSettings() {
    return folder.resolve("home");
  }

  /**
   * How the stand-in behaves from now on.
   *
   * @param properties as {@link NetshProcess} reads them
   */
  void setNetsh(String properties) throws IOException, InterruptedException {
    Path file = netshSettings().resolve("settings.properties");
    Files.writeString(file, properties);
    give(file);
  }

  /** Lets Windows programs write a folder in {@code home}, and what is in it. */
  void give(Path inHome) throws IOException, InterruptedException {
    host("chown", "-R", NOBODY, inHome.toString());
  }

  /** For files of the tests, which Windows programs may read, and in {@code home} write. */
  Path folder() {
    return folder;
  }

  /** How Windows programs call a file of Linux. */
  static String windowsPath(Path file) {
    return "Z:" + file.toAbsolutePath().toString().replace('/', '\\');
  }

  String javaHome() {
    return windowsPath(folder.resolve("jre"));
  }

  private String javaExe() {
    return javaHome() + "\\bin\\java.exe";
  }

  /** The command line of a test class's {@code main} on the Windows JVM. */
  List<String> java(Class<?> main) {
    String classes =
        Stream.of("app/durward.jar", "tests")
            .map(folder::resolve)
            .map(WineLab::windowsPath)
            .reduce((a, b) -> a + ";" + b)
            .orElseThrow();
    return List.of(javaExe(), "-XX:TieredStopAtLevel=1", "-cp", classes, main.getName());
  }

  /** Runs a test class's {@code main} on the Windows JVM. */
  WineOutcome runMain(WineLocale locale, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(locale, Map.of(), words(java(main), arguments));
  }

  /** Runs Durward as it is built. */
  WineOutcome durward(WineLocale locale, String... arguments)
      throws IOException, InterruptedException {
    String jar = windowsPath(folder.resolve("app/durward.jar"));
    return run(locale, Map.of(), words(List.of(javaExe(), "-jar", jar), arguments));
  }

  private static String[] words(List<String> first, String... others) {
    return Stream.concat(first.stream(), Stream.of(others)).toArray(String[]::new);
  }

  /** Runs a Windows program in the lab's folder, with no other environment than this. */
  WineOutcome run(WineLocale locale, Map<String, String> environment, String... program)
      throws IOException, InterruptedException {
    makeLocale(locale);
    long pid = keeper.toHandle().children().findFirst().orElseThrow().pid();
    List<String> command =
        new ArrayList<>(
            List.of("nsenter", "--target=" + pid, "--net", "--pid", "--mount", "--wd=" + folder));
    command.addAll(AS_NOBODY);
    command.addAll(List.of("env", "-i", "PATH=/usr/bin:/bin", "HOME=" + folder.resolve("home")));
    command.add("WINEPREFIX=" + folder.resolve("home/prefix"));
    command.add("WINEDEBUG=-all");
    command.add("WINEDLLOVERRIDES=mscoree,mshtml,winemenubuilder.exe=;netsh.exe,schtasks.exe=n");
    command.add("LOCPATH=" + folder.resolve("locales"));
    command.add("LC_ALL=" + locale.title());
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(parts.wine());
    command.addAll(List.of(program));
    return bounded(command);
  }

  /** Wine takes its code pages from the locale, and only from one that exists. */
  private void makeLocale(WineLocale locale) throws IOException, InterruptedException {
    if (locales.add(locale)) {
      assumeTrue(
          Files.exists(Path.of("/usr/share/i18n/locales", locale.source())),
          "skipped: localedef has no " + locale.source() + " (on Debian: the package locales)");
      host("localedef", "-f", "UTF-8", "-i", locale.source(), "locales/" + locale.title());
    }
  }

  /** Output goes to files: Wine's own servers, which stay, would keep a pipe open. */
  private WineOutcome bounded(List<String> command) throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    File error = folder.resolve("error").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output)
            .redirectError(error)
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("still running after " + SECONDS + " s: " + command);
    }
    return new WineOutcome(
        process.exitValue(),
        Files.readAllBytes(output.toPath()),
        Files.readAllBytes(error.toPath()));
  }

  private void host(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  @Override
  public void close() throws IOException {
    keeper.getOutputStream().close();
    keeper.onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
