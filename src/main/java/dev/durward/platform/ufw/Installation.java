package dev.durward.platform.ufw;

import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a host has its ufw.
 *
 * @param program the command
 * @param folder its configuration
 * @param defaults more of that
 */
public record Installation(Path program, Path folder, Path defaults) {
  /** As every distribution has it. */
  public static final Installation USUAL =
      new Installation(Path.of("/usr/sbin/ufw"), Path.of("/etc/ufw"), Path.of("/etc/default/ufw"));

  /** Whether it is to run the host's firewall, as its configuration says. */
  public boolean isEnabled() {
    return Files.isExecutable(program) && says(folder.resolve("ufw.conf"), "ENABLED");
  }

  /** The file that says so. */
  public Path configuration() {
    return folder.resolve("ufw.conf");
  }

  /** Whether it keeps rules of that family. */
  boolean keeps(Family family) {
    return family == Family.IPV4 || says(defaults, "IPV6");
  }

  private static boolean says(Path file, String setting) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1)
          .lines()
          .map(String::strip)
          .anyMatch(line -> line.matches("(?i)" + setting + "\\s*=\\s*[\"']?yes[\"']?"));
    } catch (IOException e) {
      return false;
    }
  }

  UserRules rules(Family family) throws FirewallException {
    if (!keeps(family)) {
      return UserRules.NONE;
    }
    Path file = folder.resolve(family == Family.IPV4 ? "user.rules" : "user6.rules");
    try {
      // Comments stand in it as hexadecimal numbers, names of profiles in whatever letters.
      return UserRules.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw unreadable(file, e.toString());
    } catch (UserRules.Unreadable e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
  }

  private static FirewallException unreadable(Path file, String why) {
    return new FirewallException(
        Kind.UNREADABLE,
        "ufw's rules could not be read from " + file + ": " + why,
        "run this as root; `ufw show added` tells whether ufw itself can read them");
  }
}
