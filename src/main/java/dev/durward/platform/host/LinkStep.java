package dev.durward.platform.host;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A line for {@code ip -batch} in setting up a {@link VantageLink}.
 *
 * @param command the line
 * @param sources whose probes can't be sent without it; none if no probe can
 */
record LinkStep(String command, Collection<IpAddress> sources) {
  LinkStep {
    sources = List.copyOf(sources);
  }

  static LinkStep address(IpAddress address, String link, Collection<IpAddress> sources) {
    String nodad = address.family() == Family.IPV6 ? " nodad" : "";
    return new LinkStep("addr add " + only(address) + " dev " + link + nodad, sources);
  }

  static LinkStep neighbour(
      IpAddress address, String mac, String link, Collection<IpAddress> sources) {
    return new LinkStep(
        "neigh add " + address + " lladdr " + mac + " dev " + link + " nud permanent", sources);
  }

  static LinkStep route(
      IpAddress address, String link, String hint, Collection<IpAddress> sources) {
    return new LinkStep("route add " + only(address) + " dev " + link + hint, sources);
  }

  private static String only(IpAddress address) {
    return address + "/" + address.family().bits();
  }

  /**
   * Runs steps, each whether or not those before failed.
   *
   * @param lost is told the sources that can't be used then, and why
   * @throws IOException if a step failed that every probe needs
   */
  static void run(IpTool tool, List<LinkStep> steps, Map<IpAddress, String> lost)
      throws IOException, InterruptedException {
    List<String> commands = new ArrayList<>();
    steps.forEach(step -> commands.add(step.command()));
    SortedMap<Integer, String> failures = tool.batch(commands);
    for (Map.Entry<Integer, String> failure : failures.entrySet()) {
      LinkStep step = steps.get(failure.getKey());
      String reason = step.command() + ": " + failure.getValue();
      if (step.sources().isEmpty()) {
        throw new IOException(reason);
      }
      step.sources().forEach(source -> lost.putIfAbsent(source, reason));
    }
  }
}
