package dev.durward.probe.socket;

import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends probes from the network namespace of the calling thread. */
public final class Prober {
  /**
   * With fewer at once, a host that answers nothing would take minutes; each takes two kilobytes.
   */
  private static final int WINDOW = 24_576;

  /** What is worth a thread of its own: the kernel's part of so many takes a tenth of a second. */
  private static final int MANY = 4_096;

  private static final int MOST_LANES = 4;

  private Prober() {}

  /**
   * What each probe saw, in their order.
   *
   * @return if the calling thread was interrupted, those that had no answer until then are {@link
   *     Observation#INTERRUPTED}, and it is interrupted still
   * @throws IOException if no probe could be sent at all
   */
  public static List<Observation> observe(List<Probe> probes, Patience patience, Progress progress)
      throws IOException {
    int processors = Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors());
    int lanes = Math.max(1, Math.min(processors, probes.size() / MANY));
    int window = Math.max(1, FileDescriptors.available(WINDOW) / lanes);
    AtomicInteger done = new AtomicInteger();
    Progress all =
        (some, ofLane, last) -> progress.reached(done.incrementAndGet(), probes.size(), last);
    List<Flight> flights = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      List<Probe> own = new ArrayList<>();
      for (int i = lane; i < probes.size(); i += lanes) {
        own.add(probes.get(i));
      }
      flights.add(new Flight(own, patience, window, all));
    }
    List<List<Observation>> seen = run(flights);
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      observations.add(seen.get(i % lanes).get(i / lanes));
    }
    return observations;
  }

  private static List<List<Observation>> run(List<Flight> flights) throws IOException {
    if (flights.size() == 1) {
      return List.of(flights.get(0).run());
    }
    List<Lane> lanes = flights.stream().map(Lane::new).toList();
    try {
      List<List<Observation>> seen = new ArrayList<>();
      for (Lane lane : lanes) {
        seen.add(lane.seen());
      }
      return seen;
    } finally {
      lanes.forEach(Lane::stop); // those that are left if one failed
    }
  }
}
