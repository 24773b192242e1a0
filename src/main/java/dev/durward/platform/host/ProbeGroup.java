package dev.durward.platform.host;

import dev.durward.model.IpAddress;
import dev.durward.probe.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Probes that can be sent over one link: all by the same interface, and each source to one target,
 * since the host's route back to it can name but one address of its own.
 */
final class ProbeGroup {
  private final Optional<String> networkInterface;
  private final Map<IpAddress, IpAddress> targets = new LinkedHashMap<>();
  private final List<Integer> indices = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();

  private ProbeGroup(Optional<String> networkInterface) {
    this.networkInterface = networkInterface;
  }

  /**
   * As few groups as a single pass finds.
   *
   * @param entry the interface that a probe is to come in by; empty for that of the link itself
   */
  static List<ProbeGroup> of(List<Probe> probes, Function<Probe, Optional<String>> entry) {
    List<ProbeGroup> groups = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      Probe probe = probes.get(i);
      Optional<String> by = entry.apply(probe);
      ProbeGroup group =
          groups.stream().filter(each -> each.takes(probe, by)).findFirst().orElse(null);
      if (group == null) {
        group = new ProbeGroup(by);
        groups.add(group);
      }
      group.add(i, probe);
    }
    return groups;
  }

  private boolean takes(Probe probe, Optional<String> entry) {
    IpAddress target = targets.get(probe.source().address());
    return networkInterface.equals(entry)
        && (target == null || Objects.equals(target, probe.target().address()));
  }

  private void add(int index, Probe probe) {
    targets.put(probe.source().address(), probe.target().address());
    indices.add(index);
    probes.add(probe);
  }

  Optional<String> networkInterface() {
    return networkInterface;
  }

  /** The target of each source. */
  Map<IpAddress, IpAddress> targets() {
    return Collections.unmodifiableMap(targets);
  }

  /** Where its probes stood in the list that was grouped. */
  List<Integer> indices() {
    return Collections.unmodifiableList(indices);
  }

  List<Probe> probes() {
    return Collections.unmodifiableList(probes);
  }
}
