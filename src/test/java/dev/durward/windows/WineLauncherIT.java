package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher for Windows, run by Wine's cmd. PowerShell doesn't exist under Wine: the launcher
 * for it is not run by any test.
 */
class WineLauncherIT {
  @RegisterExtension static final Wine WINE = new Wine();

  private static final String VERSION = "durward [0-9].*\n";

  private final Map<String, String> environment = new HashMap<>();

  private static WineLab lab() {
    return WINE.lab();
  }

  @BeforeEach
  void setJavaHome() {
    environment.put("JAVA_HOME", lab().javaHome());
  }

  /** A checkout in a folder of the lab; made again if it is there. */
  private static Path checkout(String folder) throws IOException {
    Path home = lab().folder().resolve(folder);
    Path app = lab().folder().resolve("app");
    Path launcher = launcher(home);
    Files.createDirectories(home.resolve("platform-scripts"));
    Files.createDirectories(home.resolve("target/lib"));
    Files.copy(
        Path.of("platform-scripts/durward.cmd"), launcher, StandardCopyOption.REPLACE_EXISTING);
    try (Stream<Path> files = Files.walk(app)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = home.resolve("target").resolve(app.relativize(file));
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return home;
  }

  private static Path launcher(Path home) {
    return home.resolve("platform-scripts/durward.cmd");
  }

  /** Runs it directly, as the only form in which Wine's cmd passes the exit code on. */
  private WineOutcome run(Path launcher, String... arguments) throws Exception {
    return cmd(WineLocale.GERMAN, List.of("/c", WineLab.windowsPath(launcher)), arguments);
  }

  private WineOutcome cmd(WineLocale locale, List<String> call, String... arguments)
      throws Exception {
    return lab()
        .run(
            locale,
            environment,
            Stream.of(Stream.of("cmd"), call.stream(), Stream.of(arguments))
                .flatMap(words -> words)
                .toArray(String[]::new));
  }

  private void assertRefuses(Path launcher, String message) throws Exception {
    WineOutcome outcome = run(launcher, "version");
    String error = outcome.complaint(WineLocale.GERMAN.oem());
    assertEquals("", outcome.text());
    assertTrue(error.startsWith("durward: "), error);
    assertTrue(error.contains(message), error);
    assertEquals(1, error.lines().count(), error);
    assertEquals(5, outcome.exit());
  }

  @ParameterizedTest
  @CsvSource({"GERMAN, größe", "RUSSIAN, папка", "CHINESE, 防火墙"})
  void runsInAPathOfSpacesParenthesesAndTheCodePagesLetters(WineLocale locale, String letters)
      throws Exception {
    Path launcher = launcher(checkout("a folder (x86) & " + letters));
    WineOutcome outcome =
        cmd(locale, List.of("/c", "call", WineLab.windowsPath(launcher)), "version");
    assertEquals("", outcome.complaint(locale.oem()));
    assertTrue(outcome.text().matches(VERSION), outcome.text());
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    Path launcher = launcher(checkout("one folder"));
    assertEquals(0, run(launcher, "version").exit());
    assertEquals(64, run(launcher, "nosuch").exit());
  }

  @Test
  void runsWhereItIsInstalled() throws Exception {
    Path home = checkout("prefix");
    Path bin = Files.createDirectories(home.resolve("bin")).resolve("durward.cmd");
    Files.move(launcher(home), bin);
    Files.createDirectories(home.resolve("lib"));
    Files.move(home.resolve("target"), home.resolve("lib/durward"));
    WineOutcome outcome = run(bin, "version");
    assertTrue(outcome.text().matches(VERSION), outcome.complaint(WineLocale.GERMAN.oem()));
    Files.delete(home.resolve("lib/durward/durward.jar"));
    assertRefuses(bin, "durward.jar not found");
  }

  @Test
  void takesTheJarThatItIsToldAndPassesArgumentsAsTheyStand() throws Exception {
    Path launcher = launcher(checkout("plain"));
    Path jar = lab().folder().resolve("told so.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, WineArguments.class.getName());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      String name = WineArguments.class.getName().replace('.', '/') + ".class";
      out.putNextEntry(new ZipEntry(name));
      Files.copy(Path.of("target/test-classes").resolve(name), out);
    }
    environment.put("DURWARD_JAR", "told so.jar");
    WineOutcome outcome = run(launcher, "plan", "größe.yaml", "!x!", "a  ^b", "--output=json");
    assertEquals(
        "locale en\nambiguous false\n<plan>\n<größe.yaml>\n<!x!>\n<a  ^b>\n<--output=json>\n",
        outcome.text(),
        outcome.complaint(WineLocale.GERMAN.oem()));

    environment.put("DURWARD_JAR", "nowhere.jar");
    assertRefuses(launcher, "DURWARD_JAR is set to \"nowhere.jar\", which is not a file");
    environment.put("DURWARD_JAR", "app");
    assertRefuses(launcher, "DURWARD_JAR is set to \"app\", which is not a file");
  }

  @Test
  void findsJavaOnThePathOrRefuses() throws Exception {
    Path launcher = launcher(checkout("one folder"));
    environment.put("JAVA_HOME", "Z:\\nowhere at all");
    assertRefuses(launcher, "JAVA_HOME is set to \"Z:\\nowhere at all\", but there is no program");
    environment.remove("JAVA_HOME");
    assertRefuses(launcher, "no java on PATH");
    environment.put("WINEPATH", lab().javaHome() + "\\bin");
    WineOutcome outcome = run(launcher, "version");
    assertEquals(0, outcome.exit(), outcome.text() + outcome.complaint(StandardCharsets.UTF_8));
  }

  /** A Java of another version, as far as the launcher can see, or of none. */
  private Path java(String release) throws IOException {
    Path home = lab().folder().resolve("java " + release.hashCode());
    if (Files.notExists(home)) {
      Path jre = lab().folder().resolve("jre");
      Files.createDirectories(home);
      Files.createSymbolicLink(home.resolve("bin"), jre.resolve("bin"));
      Files.createSymbolicLink(home.resolve("lib"), jre.resolve("lib"));
      Files.createSymbolicLink(home.resolve("conf"), jre.resolve("conf"));
      Files.writeString(home.resolve("release"), release);
    }
    return home;
  }

  @Test
  void refusesAnOldJava() throws Exception {
    Path launcher = launcher(checkout("one folder"));
    for (String version : List.of("1.8.0_392", "11.0.22", "16", "9-ea")) {
      Path home = java("IMPLEMENTOR=\"X\"\r\nJAVA_VERSION=\"" + version + "\"\r\n");
      environment.put("JAVA_HOME", WineLab.windowsPath(home));
      assertRefuses(launcher, "is Java " + version + ": install a Java runtime 17 or newer");
    }
  }

  @Test
  void asksAJavaThatDoesntTellItsVersionInAFile() throws Exception {
    Path launcher = launcher(checkout("one folder"));
    environment.put("JAVA_HOME", WineLab.windowsPath(java("IMPLEMENTOR=\"X\"\n")));
    WineOutcome outcome = run(launcher, "version");
    assertEquals(0, outcome.exit(), outcome.text() + outcome.complaint(StandardCharsets.UTF_8));
  }

  @Test
  void worksBesideAnArchiveThatDoesNotFit() throws Exception {
    Path home = checkout("archived");
    Files.writeString(home.resolve("target/durward.jsa"), "of another Java, or of none");
    assertTrue(run(launcher(home), "version").text().matches(VERSION));
  }
}
