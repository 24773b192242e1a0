package dev.durward.platform.host;

import dev.durward.exec.ProcessRunner;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A process that says when it probes, and then waits for an answer that does not come. */
final class VantageToBeKilled {
  static final int REFUSED = 1;
  static final int DROPPED = 2;
  static final String READY = "probing";

  private VantageToBeKilled() {}

  public static void main(String[] args) throws Exception {
    Patience patient = new Patience(Duration.ofMinutes(10), 1);
    try (NetnsVantage vantage = NetnsVantage.open(new ProcessRunner())) {
      vantage.observe(
          List.of(probe(REFUSED), probe(DROPPED)),
          patient,
          (done, total, last) -> System.out.println(READY));
    }
  }

  private static Probe probe(int port) {
    return NetnsVantageIT.probe(
        Transport.TCP, "198.18.83.9", TestHost.IPV4, port, Optional.empty());
  }
}
