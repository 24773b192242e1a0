package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.kernel.Conversation.Outcome;
import dev.durward.model.Family;
import dev.durward.plan.Plan;
import dev.durward.plan.Script.Parting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of connections that are open when rules change which ufw or firewalld keep: the law
 * of {@link RunningConnectionsIT} holds through them, though they accept what is established.
 */
class EndedConnectionsIT {
  private static final int NAMED = 8080;
  private static final int WHOLE = 8081;
  private static final int OTHER = 8082;
  private static final int SHUT_OUT = 9090;
  private static final int UDP = 4433;
  private static final int UDP_OUT = 4434;

  /** The host's own end of a connection that it opened. */
  private static final int EPHEMERAL = 40_007;

  private static final int AGAIN = 41_001;

  private static final String OPEN =
      """
      version: 1
      policy: running
      rules:
        - {name: tcp, ports: [8080-8082, 40000-40100]}
        - {name: udp, protocol: udp, ports: 4433}
      """;

  private static final String SHUT =
      """
      version: 1
      policy: running
      rules:
        - {name: other, ports: 8082}
        - {name: udp, protocol: udp, ports: 4433}
        - name: named
          action: block
          protocol: [tcp, udp]
          ports: [8080, 4433, 40000-40100]
          remote: [10.77.0.11, 'fd77::11']
        - {name: whole, action: reject, ports: [8081, 40000-40100]}
        - {name: out, direction: out, action: block, protocol: [tcp, udp], ports: [4434, 9090-9091]}
      """;

  @TempDir private Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Lab lab;

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T keep(T some) {
    open.add(some);
    return some;
  }

  private static InetSocketAddress host(Family family, int port) throws IOException {
    return Conversation.at(Lab.hostAddress(family, 0, 0), port);
  }

  private static InetSocketAddress neighbour(Family family, int index, int port)
      throws IOException {
    return Conversation.at(Lab.neighbourAddress(family, 0, index), port);
  }

  private Conversation talk(Side opens, InetSocketAddress from, OpenPorts to, InetSocketAddress at)
      throws Exception {
    Conversation conversation = keep(to.conversation(opens, from, at));
    assertTrue(conversation.flows(), () -> from + " to " + at);
    return conversation;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ufw nft", "ufw legacy", "firewalld nftables", "firewalld iptables"})
  void aBlockEndsRunningConnectionsOfItsDirectionAndNoOthers(String keeper) throws Exception {
    KeptHost host = keep(KeptHost.of(keeper, folder));
    lab = host.lab();
    host.durward().apply(OPEN);
    OpenPorts here = keep(lab.host(() -> OpenPorts.listen(NAMED, WHOLE, OTHER)));
    OpenPorts there = keep(lab.neighbour(() -> OpenPorts.listen(NAMED, SHUT_OUT)));
    keep(lab.everywhere(true, UDP));
    keep(lab.everywhere(false, UDP, UDP_OUT));

    List<Conversation> ended = new ArrayList<>();
    List<Conversation> kept = new ArrayList<>();
    List<UdpExchange> over = new ArrayList<>();
    List<UdpExchange> flowing = new ArrayList<>();
    for (Family family : Family.values()) {
      InetSocketAddress loopback = Conversation.at(family == Family.IPV4 ? "127.0.0.1" : "::1", 0);
      InetSocketAddress any = host(family, 0);
      ended.add(talk(lab::neighbour, neighbour(family, 0, AGAIN), here, host(family, NAMED)));
      ended.add(talk(lab::neighbour, neighbour(family, 1, 0), here, host(family, WHOLE)));
      ended.add(talk(lab::host, any, there, neighbour(family, 0, SHUT_OUT)));

      // Of those whom the rule doesn't name, to a port that none names, and of the host's own.
      kept.add(talk(lab::neighbour, neighbour(family, 1, 0), here, host(family, NAMED)));
      kept.add(talk(lab::neighbour, neighbour(family, 0, SHUT_OUT + 1), here, host(family, OTHER)));
      kept.add(talk(lab::host, host(family, EPHEMERAL), there, neighbour(family, 0, NAMED)));
      kept.add(talk(lab::host, any, here, host(family, WHOLE)));
      kept.add(
          talk(lab::host, loopback, here, new InetSocketAddress(loopback.getAddress(), WHOLE)));

      over.add(udp(false, neighbour(family, 0, 0), host(family, UDP)));
      over.add(udp(true, any, neighbour(family, 0, UDP_OUT)));
      flowing.add(udp(false, neighbour(family, 1, 0), host(family, UDP)));
      flowing.add(udp(true, any, neighbour(family, 0, UDP)));
    }

    Plan plan = host.durward().apply(SHUT);

    assertFalse(partings(plan).isEmpty());
    Plan other = host.durward().plan(SHUT.replace("reject", "block"));
    assertFalse(other.isEmpty());
    assertEquals(List.of(), partings(other), "it refuses no more than before");
    for (Conversation each : ended) {
      assertEquals(Outcome.RESET, each.say());
    }
    for (Conversation each : kept) {
      assertTrue(each.flows());
    }
    for (UdpExchange each : over) {
      assertTrue(each.isOver());
    }
    for (UdpExchange each : flowing) {
      assertTrue(each.flows());
    }
    for (Family family : Family.values()) {
      assertThrows(
          IOException.class,
          () -> lab.neighbour(() -> connect(neighbour(family, 0, AGAIN), host(family, NAMED))),
          "between the same ends");
    }
  }

  private static List<Parting> partings(Plan plan) {
    return plan.before().render(plan).partings();
  }

  private UdpExchange udp(boolean byHost, InetSocketAddress from, InetSocketAddress to)
      throws Exception {
    UdpExchange exchange =
        keep(
            byHost
                ? lab.host(() -> UdpExchange.open(from, to))
                : lab.neighbour(() -> UdpExchange.open(from, to)));
    assertTrue(exchange.flows(), () -> from + " to " + to);
    return exchange;
  }

  private static boolean connect(InetSocketAddress from, InetSocketAddress to) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setReuseAddress(true);
      socket.bind(from);
      socket.connect(to, 700);
      return true;
    }
  }
}
