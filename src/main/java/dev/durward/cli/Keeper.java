package dev.durward.cli;

import com.beust.jcommander.Parameter;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.platform.FirewallBackend;
import java.util.Locale;

/**
 * Who keeps the rules of a host.
 *
 * @param title the program, for people
 * @param isChoice whether it might have been another one
 * @param why it is that one, without a full stop
 * @param backend the way to it
 */
record Keeper(String title, boolean isChoice, String why, FirewallBackend backend) {
  /** Whom the user names. */
  enum Choice {
    /** Whoever runs the host's firewall. */
    AUTO,
    IPTABLES,
    UFW,
    FIREWALLD,
    NFTABLES,
    NETSH;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The option that says so. */
  static final class Options {
    @Parameter(names = "--platform")
    private String platform = Choice.AUTO.word();

    Choice choice() throws UsageException {
      for (Choice choice : Choice.values()) {
        if (choice.word().equals(platform)) {
          return choice;
        }
      }
      throw new UsageException(
          "--platform is auto, iptables, ufw, firewalld, nftables or netsh, not " + platform);
    }
  }
}
