package dev.durward.platform.iptables;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.iptables.state.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs of iptables, by their absolute paths. Both families and all programs are of one
 * variant.
 *
 * @param iptables the directory and prefix of IPv4's, such as {@code /usr/sbin/iptables}
 * @param ip6tables likewise for IPv6
 * @param suffix what stands behind {@code iptables} in their names, such as {@code -legacy}
 * @param nft the program nft, if there is one
 * @param locks whether a restore may hold the lock of all iptables from its first line on, as that
 *     of the legacy variant does
 */
public record Tools(
    String iptables, String ip6tables, String suffix, Optional<String> nft, boolean locks) {
  private static final List<String> FOLDERS =
      List.of("/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin", "/bin");

  /** Finds the programs of a host. */
  @FunctionalInterface
  public interface Finder {
    Tools find() throws FirewallException;
  }

  /** How long a restore waits for the lock of another iptables, in seconds. */
  private static final String LOCK_WAIT = "10";

  /** The usual places, for scripts that are rendered for another host. */
  public static final Tools USUAL =
      new Tools("/usr/sbin/iptables", "/usr/sbin/ip6tables", "", Optional.empty(), true);

  /**
   * Finds the host's own programs.
   *
   * @param suffix empty for the variant that the host has chosen, {@code -nft} or {@code -legacy}
   * @throws FirewallException if there is neither iptables nor nft
   */
  public static Tools find(String suffix) throws FirewallException {
    Optional<String> nft = program("nft");
    if (nft.isPresent() && program("iptables" + suffix).isEmpty()) {
      return new Tools("", "", suffix, nft, true);
    }
    return new Tools(require("iptables", suffix), require("ip6tables", suffix), suffix, nft, true);
  }

  /** Whether nft is all there is: no table of iptables can be read, and nft's own are. */
  public boolean isNftAlone() {
    return iptables.isEmpty();
  }

  /** The same, of a variant that is known. */
  Tools of(Variant variant) {
    return new Tools(iptables, ip6tables, suffix, nft, variant == Variant.LEGACY);
  }

  private static String require(String name, String suffix) throws FirewallException {
    for (String part : List.of("", "-save", "-restore")) {
      if (program(name + suffix + part).isEmpty()) {
        throw new FirewallException(
            Kind.TOOL_MISSING,
            "no " + name + suffix + part + " in " + String.join(", ", FOLDERS),
            "install the package iptables");
      }
    }
    String path = program(name + suffix).orElseThrow();
    return path.substring(0, path.length() - suffix.length());
  }

  private static Optional<String> program(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /**
   * Which iptables it is. Told by the file where that has its usual name, and else by the program:
   * {@code iptables -V} prints {@code iptables v1.8.9 (nf_tables)}.
   */
  Variant variant(CommandRunner runner) throws FirewallException, InterruptedException {
    String program = iptables + suffix;
    Optional<Variant> named = variantOf(program);
    return named.isPresent() ? named.get() : ask(program, runner);
  }

  /** All programs of a variant are names of one file. */
  private static Optional<Variant> variantOf(String program) {
    try {
      String file = Path.of(program).toRealPath().getFileName().toString();
      for (Variant variant : Variant.values()) {
        if (file.equals("xtables-" + variant.suffix() + "-multi")) {
          return Optional.of(variant);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Variant ask(String program, CommandRunner runner)
      throws FirewallException, InterruptedException {
    try {
      CommandResult result = runner.run(Command.of(program, "-V"));
      for (Variant variant : Variant.values()) {
        if (result.succeeded() && result.text().contains("(" + variant.word() + ")")) {
          return variant;
        }
      }
      // Before 1.8 there was but one variant, and no word for it.
      if (result.succeeded() && result.text().startsWith("iptables v1.")) {
        return Variant.LEGACY;
      }
      throw new FirewallException(
          Kind.TOOL_MISSING,
          program + " -V does not say which iptables it is; " + result.complaint(),
          "install the package iptables");
    } catch (IOException e) {
      throw new FirewallException(
          Kind.TOOL_MISSING, program + " could not be started: " + e.getMessage(), "repair it");
    }
  }

  private String program(Family family) {
    return family == Family.IPV4 ? iptables : ip6tables;
  }

  /** Prints all rules of a family with their counters. */
  Command save(Family family) {
    return Command.of(program(family) + suffix + "-save", "-c");
  }

  /** The same of the other variant's tables, if there is a program for it. */
  Optional<Command> save(Family family, Variant other) {
    String name = family == Family.IPV4 ? "iptables-" : "ip6tables-";
    return program(name + other.suffix() + "-save").map(path -> Command.of(path, "-c"));
  }

  /** Prints the sets that rules may ask, if there is a program that does. */
  Optional<Command> saveSets() {
    return program("ipset").map(path -> Command.of(path, "save"));
  }

  /** Makes changes from standard input: whole or not at all within a table. */
  Command restore(Family family) {
    return Command.of(program(family) + suffix + "-restore", "--noflush", "-w", LOCK_WAIT);
  }
}
