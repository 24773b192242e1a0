package dev.durward.platform.netsh.rule;

import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import java.util.Optional;

/**
 * What Windows knows of a packet beside the packet itself. What is empty is not known, and rules
 * that ask for it may match.
 *
 * @param profile that of the network interface
 * @param program the path of the program that sends or receives it, without variables
 * @param service the short name of the service that does
 * @param interfaceType that of the network interface
 */
public record Circumstances(
    Profile profile,
    Optional<String> program,
    Optional<String> service,
    Optional<InterfaceType> interfaceType) {
  /** Nothing but the profile is known. */
  public static Circumstances in(Profile profile) {
    return new Circumstances(profile, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
