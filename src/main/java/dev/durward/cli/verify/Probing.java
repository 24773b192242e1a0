package dev.durward.cli.verify;

import com.beust.jcommander.Parameter;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.model.Platform;
import dev.durward.probe.Patience;
import dev.durward.probe.derivation.Sampling;
import java.time.Duration;
import java.util.Optional;

/**
 * How ports are to be probed.
 *
 * @param origin where probes come from, and whose ports they are for
 * @param listen whether to listen, for the time of the probes, where nothing does
 * @param sampling which ports of a range
 * @param closed whether those next to allowed ports, too
 * @param patience how long to wait for answers
 */
public record Probing(
    Origin origin, boolean listen, Sampling sampling, boolean closed, Patience patience) {
  /**
   * Windows sends a SYN again when it was refused, for more than a second, and gives up by itself
   * after 21: what is quicker or slower would be taken for another answer.
   */
  private static final Duration LEAST_ON_WINDOWS = Duration.ofSeconds(5);

  private static final Duration MOST_ON_WINDOWS = Duration.ofSeconds(20);

  /** How long to wait for answers, where probes are sent from a platform. */
  Patience patienceOn(Platform platform) {
    Duration asked = patience.timeout();
    if (platform != Platform.WINDOWS) {
      return patience;
    }
    Duration least = asked.compareTo(LEAST_ON_WINDOWS) < 0 ? LEAST_ON_WINDOWS : asked;
    return new Patience(
        least.compareTo(MOST_ON_WINDOWS) > 0 ? MOST_ON_WINDOWS : least, patience.udpAttempts());
  }

  /** The options that say so. */
  public static final class Options {
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

    /** Of this host's ports. */
    public Probing probing() throws UsageException {
      return probing(Optional.empty());
    }

    /**
     * Of the ports of this host, or of another one.
     *
     * @param target the other one's name or address
     */
    Probing probing(Optional<String> target) throws UsageException {
      Origin origin = origin(target);
      if (closed && (origin instanceof Origin.Ssh || origin instanceof Origin.Target)) {
        throw new UsageException("--closed needs --vantage netns, whose sources can be chosen");
      }
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

    private Origin origin(Optional<String> target) throws UsageException {
      if (target.isEmpty()) {
        return Origin.parse(vantage);
      }
      if (!vantage.equals("auto")) {
        throw new UsageException("--target probes from this machine; leave --vantage out");
      }
      if (listen) {
        throw new UsageException("--listen can't start listeners on another host; leave it out");
      }
      return Origin.target(target.get());
    }
  }
}
