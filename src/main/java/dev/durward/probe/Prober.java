package dev.durward.probe;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sends probes from the network namespace of the calling thread. */
public final class Prober {
  private Prober() {}

  /**
   * What each probe saw, in their order.
   *
   * @throws IOException if no probe could be sent at all
   */
  public static List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException, InterruptedException {
    List<Observation> observations =
        new ArrayList<>(Collections.nCopies(probes.size(), Observation.untested("not sent")));
    int before = 0;
    for (Transport transport : Transport.values()) {
      List<Integer> indices = new ArrayList<>();
      for (int i = 0; i < probes.size(); i++) {
        if (probes.get(i).transport() == transport) {
          indices.add(i);
        }
      }
      List<Probe> some = indices.stream().map(probes::get).toList();
      int offset = before;
      Progress all = (done, total, last) -> progress.reached(offset + done, probes.size(), last);
      List<Observation> seen = observe(transport, some, patience, all);
      for (int i = 0; i < some.size(); i++) {
        observations.set(indices.get(i), seen.get(i));
      }
      before += some.size();
    }
    return observations;
  }

  private static List<Observation> observe(
      Transport transport, List<Probe> probes, Patience patience, Progress progress)
      throws IOException, InterruptedException {
    try {
      return switch (transport) {
        case TCP -> TcpProber.observe(probes, patience.timeout(), progress);
        case UDP -> UdpProber.observe(probes, patience, progress);
      };
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException();
    }
  }
}
