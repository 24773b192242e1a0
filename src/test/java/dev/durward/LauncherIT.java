package dev.durward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and its archive, on the real jar, in copies of the checkout. */
class LauncherIT {
  private static final Path CHECKOUT = Path.of("").toAbsolutePath();
  private static final String VERSION = "durward [0-9].*\n";

  @TempDir private Path temp;
  private Path home;
  private final Map<String, String> environment = new HashMap<>();

  private record Outcome(int exit, String output, String error) {}

  @BeforeEach
  void copyCheckout() throws IOException {
    home = temp.toRealPath().resolve("a folder").resolve("durward's");
    for (String file : List.of("platform-scripts/durward", "platform-scripts/archive")) {
      copy(file);
    }
    try (Stream<Path> libraries = Files.list(CHECKOUT.resolve("target/lib"))) {
      for (Path library : libraries.toList()) {
        copy(CHECKOUT.relativize(library).toString());
      }
    }
    copy("target/durward.jar");
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  private void copy(String file) throws IOException {
    Path copy = home.resolve(file);
    Files.createDirectories(copy.getParent());
    Files.copy(CHECKOUT.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private Path launcher() {
    return home.resolve("platform-scripts/durward");
  }

  private Outcome run(Path executable, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(Arrays.asList(arguments));
    File output = temp.resolve("output").toFile();
    File error = temp.resolve("error").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(output)
            .redirectError(error);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running after 60 s");
    return new Outcome(
        process.exitValue(), Files.readString(output.toPath()), Files.readString(error.toPath()));
  }

  private void assertPrintsVersion(Path executable) throws IOException, InterruptedException {
    Outcome outcome = run(executable, "version");
    assertEquals("", outcome.error());
    assertTrue(outcome.output().matches(VERSION), outcome.output());
    assertEquals(0, outcome.exit());
  }

  private void assertRefuses(String message) throws IOException, InterruptedException {
    Outcome outcome = run(launcher(), "version");
    assertEquals("", outcome.output());
    assertTrue(outcome.error().startsWith("durward: "), outcome.error());
    assertTrue(outcome.error().contains(message), outcome.error());
    assertEquals(1, outcome.error().lines().count(), outcome.error());
    assertEquals(5, outcome.exit());
  }

  private Path executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A Java of some version that only tells how it was called. */
  private Path java(String version) throws IOException {
    Path folder = temp.resolve("java " + version);
    executable(folder.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.writeString(
        folder.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return folder;
  }

  @Test
  void runsFromAnotherFolderAndAPathWithSpaces() throws Exception {
    assertPrintsVersion(launcher());
  }

  @Test
  void runsThroughChainedLinks() throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path folder = Files.createSymbolicLink(temp.resolve("scripts"), launcher().getParent());
    Path absolute = Files.createSymbolicLink(bin.resolve("absolute"), folder.resolve("durward"));
    Path relative = Files.createSymbolicLink(temp.resolve("relative"), Path.of("bin/absolute"));
    Path last = Files.createSymbolicLink(bin.resolve("durward"), Path.of("../relative"));
    assertPrintsVersion(absolute);
    assertPrintsVersion(relative);
    assertPrintsVersion(last);
  }

  @Test
  void runsFromThePath() throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("durward"), launcher());
    environment.merge("PATH", bin + ":", (old, first) -> first + old);
    assertPrintsVersion(executable(temp.resolve("caller"), "#!/bin/sh\nexec durward version\n"));
  }

  @Test
  void runsWhereItIsInstalled() throws Exception {
    Path libraries = Files.createDirectories(temp.resolve("usr local/lib"));
    Files.move(home.resolve("target"), libraries.resolve("durward"));
    Path bin = Files.createDirectories(temp.resolve("usr local/bin"));
    assertPrintsVersion(Files.move(launcher(), bin.resolve("durward")));
  }

  @Test
  void takesTheJarThatItIsTold() throws Exception {
    Files.move(home.resolve("target"), temp.resolve("elsewhere"));
    environment.put("DURWARD_JAR", "elsewhere/durward.jar");
    assertPrintsVersion(launcher());
    environment.put("DURWARD_JAR", "nowhere/durward.jar");
    assertRefuses("DURWARD_JAR is set to nowhere/durward.jar, which is not a file");
  }

  @Test
  void refusesWhenThereIsNoJar() throws Exception {
    Files.delete(home.resolve("target/durward.jar"));
    assertRefuses("durward.jar not found");
  }

  @Test
  void refusesAWrongJavaHome() throws Exception {
    environment.put("JAVA_HOME", "/nowhere at all");
    assertRefuses("JAVA_HOME is set to /nowhere at all, but there is no program");
  }

  @Test
  void refusesWhenThereIsNoJava() throws Exception {
    environment.remove("JAVA_HOME");
    environment.put("PATH", temp.toString());
    assertRefuses("no java on PATH");
  }

  @Test
  void findsJavaOnThePathThroughLinks() throws Exception {
    environment.remove("JAVA_HOME");
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path link = bin.resolve("java");
    Files.createSymbolicLink(link, Path.of(System.getProperty("java.home"), "bin/java"));
    environment.merge("PATH", bin + ":", (old, first) -> first + old);
    assertPrintsVersion(launcher());
    Files.delete(link); // JUnit warns of links that lead out of its folder
  }

  @Test
  void refusesAnOldJavaWithoutStartingIt() throws Exception {
    for (String version : List.of("1.8.0_392", "11.0.22", "16")) {
      environment.put("JAVA_HOME", java(version).toString());
      assertRefuses("is Java " + version + ": install a Java runtime 17 or newer");
    }
  }

  @Test
  void asksAJavaThatHasNoReleaseFile() throws Exception {
    Path folder = temp.resolve("odd");
    executable(
        folder.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.22\" 2024-01-16'\n");
    environment.put("JAVA_HOME", folder.toString());
    assertRefuses("is Java 11.0.22: ");
  }

  @Test
  void startsJavaOnceAndPassesArgumentsAsTheyStand() throws Exception {
    environment.put("JAVA_HOME", java("25-ea").toString());
    Outcome outcome = run(launcher(), "plan", "a  file", "*", "");
    assertEquals("", outcome.error());
    assertTrue(
        outcome
            .output()
            .endsWith("-jar\n" + home.resolve("target/durward.jar") + "\nplan\na  file\n*\n\n"),
        outcome.output());
    assertEquals(1, outcome.output().lines().filter("-jar"::equals).count());
  }

  @Test
  void namesAndTextAreUtf8WhateverTheLocale() throws Exception {
    Path java = java("17");
    executable(java.resolve("bin/java"), "#!/bin/sh\necho \"$LC_ALL\"\n");
    environment.put("JAVA_HOME", java.toString());
    environment.put("LC_ALL", "C");
    assertEquals("C.UTF-8\n", run(launcher(), "version").output());
  }

  @Test
  void archiveHoldsTheProgramsClasses() throws Exception {
    // Java 17 can't use an archive whose path has a space.
    home = Files.move(home, temp.toRealPath().resolve("plain"));
    assertEquals(new Outcome(0, "", ""), run(home.resolve("platform-scripts/archive")));
    assertPrintsVersion(launcher());
    Path dump = Files.writeString(temp.resolve("dump"), "*filter\n:INPUT DROP [0:0]\nCOMMIT\n");
    Outcome outcome =
        run(
            Path.of(System.getProperty("java.home"), "bin/java"),
            "-XX:+UseSerialGC",
            "-XX:SharedArchiveFile=" + home.resolve("target/durward.jsa"),
            "-Xlog:class+load",
            "-jar",
            home.resolve("target/durward.jar").toString(),
            "explain",
            "443",
            "--from",
            dump.toString());
    for (String name : List.of("cli.Main", "cli.examination.Situation", "report.ExplanationView")) {
      String loaded = "dev.durward." + name + " source: shared objects file (top)";
      assertTrue(outcome.output().contains(loaded), name + outcome.output());
    }
  }

  @Test
  void isSilentAboutAnArchiveThatDoesNotFit() throws Exception {
    Path archive = home.resolve("target/durward.jsa");
    Path jar = home.resolve("target/durward.jar");
    assertEquals(0, run(home.resolve("platform-scripts/archive")).exit());
    assertTrue(Files.exists(archive));
    assertPrintsVersion(launcher());

    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertPrintsVersion(launcher());

    Path moved = Files.move(home, temp.resolve("moved"));
    assertPrintsVersion(moved.resolve("platform-scripts/durward"));
    Files.move(moved, home);

    Files.delete(archive);
    Files.writeString(archive, "of another Java, or of none", StandardCharsets.UTF_8);
    assertPrintsVersion(launcher());
  }

  @Test
  void archiveIsRenewedWhole() throws Exception {
    Path archive = home.resolve("target/durward.jsa");
    Files.writeString(archive, "stale");
    assertEquals(0, run(home.resolve("platform-scripts/archive")).exit());
    assertTrue(Files.size(archive) > 100_000);
    assertFalse(Files.exists(home.resolve("target/durward.jsa.new")));
  }

  @Test
  void scriptsAreCleanToShellcheck() throws Exception {
    Path shellcheck =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, "shellcheck"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(shellcheck != null, "shellcheck is not installed");
    List<String> arguments = new ArrayList<>(List.of("--source-path=" + CHECKOUT));
    try (Stream<Path> scripts = Files.list(CHECKOUT.resolve("platform-scripts"))) {
      scripts
          .map(Path::toString)
          .filter(script -> !script.matches(".*\\.(cmd|ps1)"))
          .sorted()
          .forEach(arguments::add);
    }
    arguments.add(CHECKOUT.resolve(".ci/run").toString());
    assertEquals(new Outcome(0, "", ""), run(shellcheck, arguments.toArray(String[]::new)));
  }
}
