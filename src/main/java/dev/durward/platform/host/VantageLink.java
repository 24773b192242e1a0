package dev.durward.platform.host;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.durward.model.IpAddress;
import dev.durward.probe.TestNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A veth pair between the calling thread's namespace, the host's, and a vantage's. Everything that
 * it gives the host (an interface, routes to the sources) goes with the host's end.
 *
 * <p>Neighbours are entered by hand: the host need not answer ARP for an address of another
 * interface, nor let neighbour discovery pass, and a redirected solicitation would be answered by
 * the wrong interface.
 */
final class VantageLink implements AutoCloseable {
  private static final String NEAR = "02:00:64:77:00:01";
  private static final String FAR = "02:00:64:77:00:02";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Path IPV6_SETTINGS = Path.of("/proc/sys/net/ipv6/conf");

  private final IpTool ip;
  private final String name;
  private final Map<IpAddress, String> lost = new HashMap<>();

  private VantageLink(IpTool ip, String name) {
    this.ip = ip;
    this.name = name;
  }

  /**
   * Makes it, with what the group's probes need.
   *
   * @throws IOException if no probe of the group can be sent; nothing is left behind then
   */
  static VantageLink open(
      IpTool ip, Optional<IpTool> tc, NetworkNamespace vantage, ProbeGroup group)
      throws IOException, InterruptedException {
    VantageLink link = new VantageLink(ip, freshName());
    try {
      link.add(vantage);
      link.equip(vantage, group.targets());
      link.lead(group.targets());
      if (group.networkInterface().isPresent()) {
        link.redirect(tc.orElseThrow(), group.networkInterface().get());
      }
      link.check(group);
      return link;
    } catch (IOException | InterruptedException | RuntimeException e) {
      try {
        link.close();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** At most 15 characters (IFNAMSIZ), and no other process has it now. */
  private static String freshName() {
    return "dwv"
        + Long.toString(ProcessHandle.current().pid(), 36)
        + "x"
        + Integer.toString(COUNT.getAndIncrement() % 46_656, 36);
  }

  /** The sources that no packet can come from, and why. */
  Map<IpAddress, String> lost() {
    return lost;
  }

  private void add(NetworkNamespace vantage) throws IOException, InterruptedException {
    String ends = name + " address " + NEAR + " type veth peer name " + name + " address " + FAR;
    LinkStep.run(
        ip,
        List.of(
            needed("link add " + ends + " netns " + vantage.threadId()),
            needed("link set dev " + name + " addrgenmode none"),
            needed("link set dev " + name + " up")),
        lost);
    Path settings = IPV6_SETTINGS.resolve(name);
    if (Files.isDirectory(settings)) {
      Files.writeString(settings.resolve("disable_ipv6"), "0");
      Files.writeString(settings.resolve("accept_ra"), "0");
    }
  }

  private static LinkStep needed(String command) {
    return new LinkStep(command, List.of());
  }

  /** The vantage's end: its addresses, and its way to the host. */
  private void equip(NetworkNamespace vantage, Map<IpAddress, IpAddress> targets)
      throws IOException, InterruptedException {
    List<LinkStep> steps = new ArrayList<>();
    steps.add(needed("link set dev " + name + " addrgenmode none"));
    steps.add(needed("link set dev " + name + " up"));
    targets.keySet().forEach(s -> steps.add(LinkStep.address(s, name, List.of(s))));
    bySource(targets)
        .forEach(
            (target, sources) -> {
              steps.add(LinkStep.route(target, name, "", sources));
              steps.add(LinkStep.neighbour(target, NEAR, name, sources));
            });
    vantage.call(
        () -> {
          LinkStep.run(ip, steps, lost);
          return lost;
        });
  }

  /** The host's end: its way to the sources. */
  private void lead(Map<IpAddress, IpAddress> targets) throws IOException, InterruptedException {
    List<LinkStep> steps = new ArrayList<>();
    bySource(targets)
        .forEach(
            (target, sources) -> {
              if (target.equals(TestNetworks.target(target.family()))) {
                steps.add(LinkStep.address(target, name, sources));
              }
            });
    targets.forEach(
        (source, target) -> {
          steps.add(LinkStep.route(source, name, " src " + target, List.of(source)));
          steps.add(LinkStep.neighbour(source, FAR, name, List.of(source)));
        });
    LinkStep.run(ip, steps, lost);
  }

  private static Map<IpAddress, List<IpAddress>> bySource(Map<IpAddress, IpAddress> targets) {
    return targets.keySet().stream()
        .collect(groupingBy(targets::get, LinkedHashMap::new, toList()));
  }

  /**
   * Packets enter as if they came by that interface. (u32: the one classifier all kernels have.)
   */
  private void redirect(IpTool tc, String entry) throws IOException, InterruptedException {
    String match = " u32 match u32 0 0 action mirred ingress redirect dev " + entry;
    String filter = "filter add dev " + name + " ingress protocol ";
    LinkStep.run(
        tc,
        List.of(
            needed("qdisc add dev " + name + " clsact"),
            needed(filter + "ip prio 1" + match),
            needed(filter + "ipv6 prio 2" + match)),
        lost);
  }

  /**
   * Asks the kernel whether it would take a probe in and lead an answer back: one that can't arrive
   * must not look like one that was blocked. It says no for the reverse path filter.
   */
  private void check(ProbeGroup group) throws IOException, InterruptedException {
    String entry = group.networkInterface().orElse(name);
    for (Map.Entry<IpAddress, IpAddress> each : group.targets().entrySet()) {
      String source = each.getKey().toString();
      String target = each.getValue().toString();
      if (!lost.containsKey(each.getKey())) {
        try {
          ip.run("route", "get", target, "from", source, "iif", entry);
          String back = ip.run("route", "get", source, "from", target).strip();
          if (!back.contains(" dev " + name + " ")) {
            String way = back.lines().findFirst().orElse("");
            lost.put(each.getKey(), "the host's routes would lead its answers elsewhere: " + way);
          }
        } catch (IOException e) {
          String reason = "the host would not take its packets in by " + entry + " (rp_filter?): ";
          lost.put(each.getKey(), reason + e.getMessage());
        }
      }
    }
  }

  /** Takes the host's end away, and the other with it; also when the thread is interrupted. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      ip.run("link", "delete", "dev", name);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
