package dev.durward;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.durward.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** The structure that the code keeps: who may import whom, and which library stands where. */
@AnalyzeClasses(packages = "dev.durward", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** Lowest first; a package imports only from rows above its own. */
  private static final List<List<String>> ROWS =
      List.of(
          List.of("diagnostic.."),
          List.of("model.."),
          List.of("exec.."),
          List.of("rulefile.."),
          List.of("plan.."),
          List.of("probe"),
          List.of("probe.derivation..", "probe.socket.."),
          List.of("probe.verification.."),
          List.of("probe.vantage..", "probe.ssh.."),
          List.of("probe.tls.conversation.."),
          List.of("probe.tls.certificate.."),
          List.of("probe.tls.client.."),
          List.of("probe.tls.judge.."),
          List.of("probe.tls.outbound..", "probe.tls"),
          List.of("platform"),
          List.of("platform.host.."),
          List.of("platform.iptables.save.."),
          List.of("platform.iptables.evaluation.."),
          List.of("platform.iptables.nft..", "platform.iptables.rule.."),
          List.of("platform.iptables.placement.."),
          List.of("platform.iptables.state.."),
          List.of("platform.iptables.notices.."),
          List.of("platform.iptables"),
          List.of("platform.netsh.registry.."),
          List.of("platform.netsh.rule.."),
          List.of("platform.netsh.defender.."),
          List.of("platform.netsh.translation.."),
          List.of("platform.netsh.script.."),
          List.of("platform.netsh"),
          List.of("platform.running.."),
          List.of("platform.ufw..", "platform.firewalld..", "platform.nftables.."),
          List.of("platform.persistence.."),
          List.of("router"),
          List.of("router.pcp..", "router.upnp.."),
          List.of("journal.."),
          List.of("apply.."),
          List.of("report.."),
          List.of("cli.terminal.."),
          List.of("cli.host..", "cli.policy.."),
          List.of("cli.verify.."),
          List.of("cli.router.."),
          List.of("cli.examination..", "cli.change.."),
          List.of("cli"));

  private static final Path SOURCES = Path.of("src/main/java");

  /** One sentence or two, on one line, and null-marked. */
  private static final Pattern PACKAGE_INFO =
      Pattern.compile("\\A/\\*\\* [A-Z].{10,}\\. \\*/\n@NullMarked\npackage ([a-z.]+);\n");

  private static String[] packages(List<String> names) {
    return names.stream().map(name -> "dev.durward." + name).toArray(String[]::new);
  }

  @ArchTest
  static void packagesImportOnlyFromRowsAbove(JavaClasses all) {
    List<Executable> rules = new ArrayList<>();
    for (int row = 0; row < ROWS.size(); row++) {
      for (String name : ROWS.get(row)) {
        List<String> others =
            new ArrayList<>(ROWS.subList(row, ROWS.size()).stream().flatMap(List::stream).toList());
        others.remove(name);
        ArchRule rule =
            noClasses()
                .that()
                .resideInAPackage("dev.durward." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others))
                .allowEmptyShould(true);
        rules.add(() -> rule.check(all));
      }
    }
    assertAll(rules);
  }

  @ArchTest
  static final ArchRule everyPackageHasItsRow =
      classes().should().resideInAnyPackage(packages(ROWS.stream().flatMap(List::stream).toList()));

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("dev.durward.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  private static final String[] NETFILTER =
      packages(
          List.of(
              "platform.iptables..",
              "platform.ufw..",
              "platform.firewalld..",
              "platform.nftables..",
              "platform.persistence.."));

  private static final String[] DEFENDER = packages(List.of("platform.netsh.."));

  private static ArchRule apart(String[] some, String[] others) {
    return noClasses()
        .that()
        .resideInAnyPackage(some)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  @ArchTest static final ArchRule defenderKnowsNoNetfilter = apart(DEFENDER, NETFILTER);

  @ArchTest static final ArchRule netfilterKnowsNoDefender = apart(NETFILTER, DEFENDER);

  @ArchTest
  static final ArchRule tlsKnowsNoVantage =
      apart(packages(List.of("probe.tls..")), packages(List.of("probe.vantage..", "probe.ssh..")));

  private static ArchRule confined(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages(List.of(packages)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }

  @ArchTest
  static final ArchRule jacksonYamlReadsRuleFiles =
      confined("com.fasterxml.jackson.dataformat..", "rulefile..");

  @ArchTest
  static final ArchRule jacksonCoreReadsAndWritesJson =
      confined(
          "com.fasterxml.jackson.core..",
          "rulefile..",
          "report..",
          "platform.iptables..",
          "journal..");

  @ArchTest
  static final ArchRule nothingIsBoundByReflection =
      confined("com.fasterxml.jackson.databind..", "none");

  @ArchTest
  static final ArchRule snakeYamlStaysBehindJackson = confined("org.yaml..", "rulefile..");

  @ArchTest static final ArchRule commandsRunInExec = confined("org.apache.commons..", "exec..");

  @ArchTest
  static final ArchRule nativeCallsStandInHost = confined("com.sun.jna..", "platform.host..");

  @ArchTest
  static final ArchRule argumentsAreTheCommandLines = confined("com.beust.jcommander..", "cli..");

  @ArchTest static final ArchRule nothingLogs = confined("java.util.logging..", "none");

  @ArchTest
  static final ArchRule processesStartInExec =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.durward.exec..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that(not(belongToAnyOf(Main.class)))
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheCommandLineUsesStandardStreams =
      noClasses()
          .that(not(resideInAPackage("dev.durward.cli..")))
          .should(ACCESS_STANDARD_STREAMS)
          .allowEmptyShould(true);

  @ArchTest
  static void everyPackageSaysWhatItIs(JavaClasses all) throws IOException {
    List<Path> folders;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      folders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .toList();
    }
    assertFalse(folders.isEmpty());
    assertAll(folders.stream().map(folder -> () -> assertSaysWhatItIs(folder)));
  }

  private static void assertSaysWhatItIs(Path folder) {
    Path file = folder.resolve("package-info.java");
    assertTrue(Files.exists(file), file + " is missing");
    try {
      Matcher matcher = PACKAGE_INFO.matcher(Files.readString(file));
      assertTrue(
          matcher.find()
              && matcher.group(1).equals(SOURCES.relativize(folder).toString().replace('/', '.')),
          file + ": wants /** One sentence. */, @NullMarked, package");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
