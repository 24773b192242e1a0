package dev.durward.cli.verify;

import dev.durward.cli.terminal.Arguments.UsageException;

/** Where probes are to come from, and whose ports they are for. */
public sealed interface Origin {
  /** The throw-away namespace where it can be made, otherwise the host itself. */
  record Auto() implements Origin {}

  /** A throw-away network namespace. */
  record Netns() implements Origin {}

  /** The host itself. */
  record Self() implements Origin {}

  /**
   * A second machine.
   *
   * @param destination as ssh takes it
   */
  record Ssh(String destination) implements Origin {}

  /**
   * This machine, for the ports of another host.
   *
   * @param host its name or address
   */
  record Target(String host) implements Origin {}

  /** Reads {@code --vantage}. */
  static Origin parse(String word) throws UsageException {
    if (word.startsWith("ssh:")) {
      return new Ssh(name("--vantage ssh:HOST", word.substring("ssh:".length())));
    }
    return switch (word) {
      case "auto" -> new Auto();
      case "netns" -> new Netns();
      case "self" -> new Self();
      default ->
          throw new UsageException("--vantage is auto, netns, self or ssh:HOST, not " + word);
    };
  }

  /** Reads {@code --target}. */
  static Origin target(String host) throws UsageException {
    return new Target(name("--target HOST", host));
  }

  /** A name must not pass for an option, or end a line. */
  private static String name(String option, String text) throws UsageException {
    if (!text.matches("[^-\\s\\p{Cntrl}][^\\s\\p{Cntrl}]*")) {
      throw new UsageException(option + " wants the name or address of a machine");
    }
    return text;
  }
}
