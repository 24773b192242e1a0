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

/**
 * Probes that can be sent over one link: all by the same interface, if they name one, and each
 * source to one target, since the host's route back to it can name but one address of its own.
 */
final class ProbeGroup {
  private final Optional<String> networkInterface;
  private final Map<IpAddress, IpAddress> targets = new LinkedHashMap<>();
  private final List<Integer> indices = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();

  private ProbeGroup(Optional<String> networkInterface) {
    this.networkInterface = networkInterface;
  }

  /** As few groups as a single pass finds. */
  static List<ProbeGroup> of(List<Probe> probes) {
    List<ProbeGroup> groups = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      Probe probe = probes.get(i);
      ProbeGroup group = groups.stream().filter(each -> each.takes(probe)).findFirst().orElse(null);
      if (group == null) {
        group = new ProbeGroup(probe.networkInterface());
        groups.add(group);
      }
      group.add(i, probe);
    }
    return groups;
  }

  private boolean takes(Probe probe) {
    IpAddress target = targets.get(probe.source().address());
    return networkInterface.equals(probe.networkInterface())
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
