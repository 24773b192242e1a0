package dev.durward.platform.running;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.AddressRange;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.model.PortSet;
import dev.durward.plan.Mark;
import dev.durward.plan.Script.Parting;
import dev.durward.platform.host.LocalEnds;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What ends the connections that are open when rules come into force which refuse them: ufw and
 * firewalld let their packets pass before they ask their rules. Connections over loopback go on,
 * and those that this host opened to others where what comes in is refused.
 */
public final class Endings {
  private final List<Refusal> refusals;
  private final LocalEnds ends;

  /**
   * @param refusals rules that come into force
   * @param ends this host's ends of connections
   */
  public Endings(List<Refusal> refusals, LocalEnds ends) {
    // Who crosses which interface neither ss nor conntrack can tell.
    this.refusals =
        refusals.stream().filter(refusal -> refusal.packets().card().isEmpty()).toList();
    this.ends = ends;
  }

  private List<Packets> merged() {
    return Packets.merged(refusals.stream().map(Refusal::packets).toList());
  }

  /** The commands: sockets first, since what they still say would be remembered anew. */
  public List<Parting> partings() {
    List<Parting> partings = new ArrayList<>();
    List<Packets> all = merged();
    for (Packets packets : all) {
      if (packets.isOfTcp()) {
        ends.ss().flatMap(ss -> SocketFilter.parting(packets, ends, ss)).ifPresent(partings::add);
      }
    }
    for (Packets packets : all) {
      Memory memory = Memory.of(packets, ends);
      if (ends.conntrack().isPresent() && memory.isSayable()) {
        partings.addAll(memory.partings(ends.conntrack().get()));
      }
    }
    return partings;
  }

  /** What goes on all the same, and what to do about it. */
  public List<Diagnostic> notices() {
    Set<Diagnostic> notices = new LinkedHashSet<>();
    if (ends.ss().isEmpty() && merged().stream().anyMatch(Packets::isOfTcp)) {
      notices.add(
          warning(
              "there is no ss here, which ends connections of TCP: those that are open already go"
                  + " on, whatever refuses them",
              "install iproute2 before, or restart the services that hold them"));
    }
    if (ends.conntrack().isEmpty() && !refusals.isEmpty()) {
      notices.add(
          warning(
              "there is no conntrack here, which has the kernel forget connections: UDP goes on"
                  + " until it was silent for two minutes, and TCP that was ended can begin again"
                  + " between the same two ports for ten seconds",
              "install conntrack (conntrack-tools with dnf and apk) before"));
      return List.copyOf(notices);
    }
    for (Packets packets : merged()) {
      if (!Memory.of(packets, ends).isSayable()) {
        notices.add(
            warning(
                marks(packets)
                    + " would take too many commands of conntrack's to have the kernel forget"
                    + " connections: UDP goes on until it was silent for two minutes, and TCP that"
                    + " was ended can begin again between the same two ports for ten seconds",
                "name fewer ports or addresses in one rule"));
      }
    }
    return List.copyOf(notices);
  }

  private String marks(Packets packets) {
    return refusals.stream()
        .filter(refusal -> Packets.merged(List.of(refusal.packets(), packets)).size() == 1)
        .map(Refusal::mark)
        .distinct()
        .map(mark -> mark.policy() + "/" + mark.rule())
        .collect(Collectors.joining(", "));
  }

  private static Diagnostic warning(String message, String proposal) {
    return new Diagnostic(Severity.WARNING, Optional.empty(), message, Optional.of(proposal));
  }

  /** The host as if these connections were not ended, but their packets refused from now on. */
  public IptablesSnapshot refusedBy(IptablesSnapshot host) {
    Map<Family, List<RuleLine>> lines = new EnumMap<>(Family.class);
    for (Refusal refusal : refusals) {
      Packets packets = refusal.packets();
      PortSet ports = endedPorts(packets);
      if (!ports.isEmpty()) {
        lines
            .computeIfAbsent(packets.family(), family -> new ArrayList<>())
            .addAll(lines(refusal.mark(), packets.withLocalPorts(ports)));
      }
    }
    return lines.isEmpty() ? host : host.refusing(lines);
  }

  /** The local ports of those connections that others have opened, or may have, and that end. */
  private PortSet endedPorts(Packets packets) {
    PortSet ports = PortSet.of();
    if (packets.isOfTcp() && ends.ss().isPresent()) {
      ports = SocketFilter.localPorts(packets, ends);
    }
    Memory memory = Memory.of(packets, ends);
    return packets.isIn() && ends.conntrack().isPresent() && memory.isSayable()
        ? ports.union(memory.localPorts())
        : ports;
  }

  private static List<RuleLine> lines(Mark mark, Packets packets) {
    List<RuleLine> lines = new ArrayList<>();
    for (AddressRange local : packets.local()) {
      for (AddressRange remote : packets.remote()) {
        List<String> words =
            new ArrayList<>(List.of("!", "-i", "lo", "-s", remote + "", "-d", local + ""));
        if (!packets.protocol().equals(Packets.ANY)) {
          words.addAll(List.of("-p", packets.protocol()));
        }
        if (!packets.localPorts().isAll()) {
          words.addAll(List.of("--dports", text(packets.localPorts())));
        }
        if (!packets.remotePorts().isAll()) {
          words.addAll(List.of("--sports", text(packets.remotePorts())));
        }
        words.addAll(List.of("--ctstate", "ESTABLISHED", "-j", "DROP"));
        lines.add(new RuleLine(0, String.join(" ", words), 0, Optional.of(mark), words));
      }
    }
    return lines;
  }

  private static String text(PortSet ports) {
    return ports.ranges().stream()
        .map(PortRange::toString)
        .collect(Collectors.joining(","))
        .replace('-', ':');
  }
}
