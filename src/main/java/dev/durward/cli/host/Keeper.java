package dev.durward.cli.host;

import com.beust.jcommander.Parameter;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.platform.FirewallBackend;
import java.util.Locale;
import java.util.Optional;

/**
 * Who keeps the rules of a host.
 *
 * @param choice the program; never {@code AUTO}
 * @param isChoice whether it might have been another one
 * @param why it is that one, without a full stop
 * @param backend the way to it
 */
public record Keeper(Choice choice, boolean isChoice, String why, FirewallBackend backend) {
  /** The program, for people. */
  public String title() {
    return choice == Choice.NETSH ? "Windows Defender Firewall" : choice.word();
  }

  /** Whom the user names. */
  public enum Choice {
    /** Whoever runs the host's firewall. */
    AUTO,
    IPTABLES,
    UFW,
    FIREWALLD,
    NFTABLES,
    NETSH;

    /** As options name it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name, if there is one. */
    public static Optional<Choice> named(String word) {
      for (Choice choice : values()) {
        if (choice.word().equals(word)) {
          return Optional.of(choice);
        }
      }
      return Optional.empty();
    }
  }

  /** The option that says so. */
  public static final class Options {
    @Parameter(names = "--platform")
    private String platform = Choice.AUTO.word();

    /** What the user chose, {@code AUTO} by default. */
    public Choice choice() throws UsageException {
      Optional<Choice> named = Choice.named(platform);
      if (named.isEmpty()) {
        throw new UsageException(
            "--platform is auto, iptables, ufw, firewalld, nftables or netsh, not " + platform);
      }
      return named.get();
    }
  }
}
