package dev.durward.probe.derivation;

import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import java.util.ArrayList;
import java.util.List;

/** Which ports of a rule are probed. */
public enum Sampling {
  /** Each. */
  ALL_PORTS,
  /** Of a range of more than three the first, the one in the middle, and the last. */
  ENDS_AND_MIDDLE;

  private static final int SMALL = 3;

  /** Whether it leaves ports out. */
  boolean isPartOf(PortSet ports) {
    return of(ports).size() < ports.ranges().stream().mapToInt(PortRange::size).sum();
  }

  /** The ports to be probed, ascending. */
  List<Integer> of(PortSet ports) {
    List<Integer> sample = new ArrayList<>();
    for (PortRange range : ports.ranges()) {
      if (this == ALL_PORTS || range.size() <= SMALL) {
        for (int port = range.first(); port <= range.last(); port++) {
          sample.add(port);
        }
      } else {
        sample.add(range.first());
        sample.add(range.first() + range.size() / 2);
        sample.add(range.last());
      }
    }
    return sample;
  }
}
