package dev.durward.router;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.NetworkNamespace;
import dev.durward.probe.tls.ServerProcess;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A network at home, of throw-away hosts, each a network namespace of this process. They vanish
 * with the process, however that ends, and the router's daemon with them.
 *
 * <pre>
 * client  .10 ┐
 *             ├ 192.168.77.1 router 11.22.33.1 ── 11.22.33.2 outside
 * other   .11 ┘
 * </pre>
 *
 * IPv6 is the same with {@code 2a00:77::} inside and {@code 2a00:11::} outside, but that the router
 * is {@code fe80::1} to the clients. The daemon takes no router's outer address for one that is
 * private or for documentation, hence these: no packet leaves.
 */
public final class RouterLab implements AutoCloseable {
  public static final String ROUTER = "192.168.77.1";
  public static final String CLIENT = "192.168.77.10";
  public static final String OTHER = "192.168.77.11";
  public static final String WAN = "11.22.33.1";
  public static final String OUTSIDE = "11.22.33.2";
  public static final String CLIENT6 = "2a00:77::10";
  public static final String OTHER6 = "2a00:77::11";
  public static final String OUTSIDE6 = "2a00:11::2";

  /** Where the daemon describes itself for UPnP: who knows it needs not look for it. */
  public static final String DESCRIPTION = "http://192.168.77.1:5000/rootDesc.xml";

  /** What the daemon maps ports with; each is a build of its own. */
  public enum BackEnd {
    NFTABLES,
    IPTABLES;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How long a peer may stay silent; whatever is not there is refused at once. */
  static final int PATIENCE_MILLIS = 3_000;

  private static final String IP = "/sbin/ip";

  private static final String NFT =
      """
      table inet filter
      delete table inet filter
      table inet filter {
        chain forward {
          type filter hook forward priority 0; policy drop;
          ct state established,related accept
          iifname brlan oifname wan accept
          jump miniupnpd
          reject
        }
        chain miniupnpd {}
        chain prerouting {
          type nat hook prerouting priority -100;
          jump prerouting_miniupnpd
        }
        chain postrouting {
          type nat hook postrouting priority 100;
          jump postrouting_miniupnpd
          meta nfproto ipv4 oifname wan masquerade
        }
        chain prerouting_miniupnpd {}
        chain postrouting_miniupnpd {}
      }
      """;

  private static final String IPTABLES =
      """
      *nat
      :MINIUPNPD - [0:0]
      :MINIUPNPD-POSTROUTING - [0:0]
      -A PREROUTING -i wan -j MINIUPNPD
      -A POSTROUTING -o wan -j MINIUPNPD-POSTROUTING
      -A POSTROUTING -o wan -j MASQUERADE
      COMMIT
      *mangle
      :MINIUPNPD - [0:0]
      -A PREROUTING -i wan -j MINIUPNPD
      COMMIT
      """;

  private static final String FILTER =
      """
      *filter
      :FORWARD DROP [0:0]
      :MINIUPNPD - [0:0]
      -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A FORWARD -i brlan -o wan -j ACCEPT
      -A FORWARD -i wan ! -o wan -j MINIUPNPD
      -A FORWARD -j REJECT
      COMMIT
      """;

  private final Site router;
  private final Site client;
  private final Site other;
  private final Site outside;
  private final BackEnd backEnd;
  private final Miniupnpd daemon;
  private final List<Closeable> listening = new ArrayList<>();
  private @Nullable ServerProcess running;

  private RouterLab(BackEnd backEnd, Miniupnpd daemon) throws Exception {
    this.backEnd = backEnd;
    this.daemon = daemon;
    this.router = site("router");
    this.client = site("client");
    this.other = site("other");
    this.outside = site("outside");
  }

  /** Makes the hosts, cables and rules; the daemon is not started yet. */
  public static RouterLab create(BackEnd backEnd) throws Exception {
    Capabilities capabilities = Capabilities.current();
    assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "skipped: needs CAP_NET_ADMIN and CAP_SYS_ADMIN to make network namespaces");
    RouterLab lab = new RouterLab(backEnd, Miniupnpd.find(backEnd));
    try {
      lab.lay();
      lab.load(backEnd);
      return lab;
    } catch (Exception e) {
      lab.close();
      throw e;
    }
  }

  private void load(BackEnd backEnd) throws Exception {
    if (backEnd == BackEnd.NFTABLES) {
      router.feed(NFT, "/usr/sbin/nft", "-f", "-");
    } else {
      router.feed(IPTABLES + FILTER, "/usr/sbin/iptables-legacy-restore");
      router.feed(FILTER, "/usr/sbin/ip6tables-legacy-restore");
    }
  }

  private static Site site(String name) throws Exception {
    Site site = new Site(NetworkNamespace.create(), name);
    // Addresses are to be there at once, without a look whether others have them.
    site.run("/sbin/sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
    site.run("/sbin/sysctl", "-qw", "net.ipv6.conf.all.accept_dad=0");
    site.run(IP, "link", "set", "lo", "up");
    return site;
  }

  private void lay() throws Exception {
    batch(
        router,
        """
        link add brlan type bridge
        link set brlan up
        link add vcli type veth peer name eth0 netns %d
        link add voth type veth peer name eth0 netns %d
        link add wan type veth peer name eth0 netns %d
        link set vcli master brlan up
        link set voth master brlan up
        link set wan up
        addr add 192.168.77.1/24 dev brlan
        addr add 2a00:77::1/64 dev brlan nodad
        addr add fe80::1/64 dev brlan nodad
        addr add 11.22.33.1/24 dev wan
        addr add 2a00:11::1/64 dev wan nodad
        route add default via 11.22.33.2
        """
            .formatted(
                client.namespace().threadId(),
                other.namespace().threadId(),
                outside.namespace().threadId()));
    router.run("/sbin/sysctl", "-qw", "net.ipv4.ip_forward=1");
    router.run("/sbin/sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
    join(client, CLIENT, CLIENT6);
    join(other, OTHER, OTHER6);
    batch(
        outside,
        """
        link set eth0 up
        addr add 11.22.33.2/24 dev eth0
        addr add 2a00:11::2/64 dev eth0 nodad
        route add default via 2a00:11::1
        """);
    batch(router, "route add default via 2a00:11::2");
  }

  private static void join(Site site, String address, String address6) throws Exception {
    batch(
        site,
        """
        link set eth0 up
        addr add %s/24 dev eth0
        addr add %s/64 dev eth0 nodad
        route add default via 192.168.77.1
        route add default via fe80::1 dev eth0
        """
            .formatted(address, address6));
  }

  private static void batch(Site site, String lines) throws Exception {
    site.feed(lines, IP, "-batch", "-");
  }

  public Site router() {
    return router;
  }

  public Site client() {
    return client;
  }

  public Site other() {
    return other;
  }

  public Site outside() {
    return outside;
  }

  /** Waits at a site on a port, for as long as the lab is open: see {@link Site#listen}. */
  public void listen(Site site, int port) throws IOException, InterruptedException {
    listening.add(site.listen(port));
  }

  /**
   * Starts the router's daemon, and returns when it waits for questions.
   *
   * @param lines of its configuration, as {@link Miniupnpd#start} takes them
   */
  public void start(String... lines) throws IOException, InterruptedException {
    running = router.call(() -> daemon.start(List.of(lines)));
  }

  /**
   * Ends the daemon; the rules that it made stand, as after a crash, and so does its lease file.
   */
  public void stop() {
    if (running != null) {
      running.close();
      running.process().onExit().join();
      running = null;
    }
  }

  /** Has the router's outer address be one that is no use for anybody outside. */
  public void moveWan(String address) throws Exception {
    batch(
        router,
        """
        addr del 11.22.33.1/24 dev wan
        addr add %s/24 dev wan
        """
            .formatted(address));
  }

  /**
   * Has the router start anew, with another epoch and none of the rules of its mappings.
   *
   * @param remembers whether it has kept which mappings there were, and makes them again
   */
  public void restart(boolean remembers) throws Exception {
    stop();
    load(backEnd);
    if (!remembers) {
      daemon.forget();
    }
    start();
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : listening) {
      each.close();
    }
    stop();
    for (Site site : List.of(client, other, outside, router)) {
      site.namespace().close();
    }
    daemon.close();
  }
}
