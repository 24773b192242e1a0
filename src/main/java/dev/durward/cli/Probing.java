package dev.durward.cli;

import com.beust.jcommander.Parameter;
import dev.durward.cli.Arguments.UsageException;
import dev.durward.probe.Patience;
import dev.durward.probe.Sampling;
import java.time.Duration;

/**
 * How ports are to be probed.
 *
 * @param vantage where probes come from
 * @param listen whether to listen, for the time of the probes, where nothing does
 * @param sampling which ports of a range
 * @param closed whether those next to allowed ports, too
 * @param patience how long to wait for answers
 */
record Probing(
    Origin vantage, boolean listen, Sampling sampling, boolean closed, Patience patience) {
  /** Where probes come from. */
  enum Origin {
    /** The throw-away namespace where it can be made, otherwise the host itself. */
    AUTO,
    NETNS,
    SELF
  }

  /** The options that say so. */
  static final class Options {
    @Parameter(names = "--vantage")
    private String vantage = "auto";

    @Parameter(names = "--listen")
    private boolean listen;

    @Parameter(names = "--all-ports")
    private boolean allPorts;

    @Parameter(names = "--closed")
    private boolean closed;

    @Parameter(names = "--timeout")
    private String timeout = "2";

    Probing probing() throws UsageException {
      Origin origin =
          switch (vantage) {
            case "auto" -> Origin.AUTO;
            case "netns" -> Origin.NETNS;
            case "self" -> Origin.SELF;
            default -> throw new UsageException("--vantage is auto, netns or self, not " + vantage);
          };
      if (!timeout.matches("[1-9][0-9]?")) {
        throw new UsageException("--timeout is 1 to 99 seconds, not " + timeout);
      }
      return new Probing(
          origin,
          listen,
          allPorts ? Sampling.ALL_PORTS : Sampling.ENDS_AND_MIDDLE,
          closed,
          new Patience(Duration.ofSeconds(Integer.parseInt(timeout)), 2));
    }
  }
}
