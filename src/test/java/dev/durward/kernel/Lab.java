package dev.durward.kernel;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.NetworkNamespace;
import dev.durward.platform.host.NetworkNamespace.Job;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesBackend.UserNumbers;
import dev.durward.platform.iptables.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Two throw-away hosts, each a network namespace of this process, joined by two cables. They vanish
 * with the process, however that ends.
 *
 * <pre>
 * host  eth0 10.77.0.1, .2, fd77::1, ::2           n0 10.77.0.11 … .16, fd77::11 … ::16      neighbour
 *       eth1 10.77.1.1, .2, fd77:0:0:1::1, ::2     n1 10.77.1.11 … .16, fd77:0:0:1::11 … ::16
 * </pre>
 *
 * Neighbours of IPv6 are known beforehand, so that rules about ICMPv6 don't part the two.
 */
final class Lab implements AutoCloseable {
  static final int CABLES = 2;
  static final int HOST_ADDRESSES = 2;
  static final int NEIGHBOUR_ADDRESSES = 6;

  private final NetworkNamespace host;
  private final NetworkNamespace neighbour;
  private final String variant;
  private final List<EchoServers> servers = new ArrayList<>();

  private Lab(NetworkNamespace host, NetworkNamespace neighbour, String variant) {
    this.host = host;
    this.neighbour = neighbour;
    this.variant = variant;
  }

  /**
   * Makes both.
   *
   * @param variant {@code nft} or {@code legacy}
   */
  static Lab create(String variant) throws Exception {
    Capabilities capabilities = Capabilities.current();
    Assumptions.assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "skipped: needs CAP_NET_ADMIN and CAP_SYS_ADMIN to make network namespaces");
    Lab lab = new Lab(NetworkNamespace.create(), NetworkNamespace.create(), variant);
    lab.onHost("/sbin/ip", "link", "set", "dev", "lo", "up");
    lab.onNeighbour("/sbin/ip", "link", "set", "dev", "lo", "up");
    for (int cable = 0; cable < CABLES; cable++) {
      lab.lay(cable);
    }
    // Rejected packets are to be answered each time.
    lab.onHost("/sbin/sysctl", "-qw", "net.ipv4.icmp_ratelimit=0");
    lab.onHost("/sbin/sysctl", "-qw", "net.ipv6.icmp.ratelimit=0");
    return lab;
  }

  private void lay(int cable) throws Exception {
    String here = hostInterface(cable);
    String there = "n" + cable;
    String to = Integer.toString(neighbour.threadId());
    onHost(
        "/sbin/ip",
        "link",
        "add",
        here,
        "address",
        mac(0, cable),
        "type",
        "veth",
        "peer",
        "name",
        there,
        "address",
        mac(1, cable),
        "netns",
        to);
    StringBuilder local = new StringBuilder();
    StringBuilder remote = new StringBuilder();
    for (Family family : Family.values()) {
      for (int i = 0; i < HOST_ADDRESSES; i++) {
        add(local, hostAddress(family, cable, i), family, here);
      }
      for (int i = 0; i < NEIGHBOUR_ADDRESSES; i++) {
        add(remote, neighbourAddress(family, cable, i), family, there);
      }
    }
    local.append("link set dev ").append(here).append(" up\n");
    remote.append("link set dev ").append(there).append(" up\n");
    for (int i = 0; i < NEIGHBOUR_ADDRESSES; i++) {
      known(local, neighbourAddress(Family.IPV6, cable, i), mac(1, cable), here);
    }
    for (int i = 0; i < HOST_ADDRESSES; i++) {
      known(remote, hostAddress(Family.IPV6, cable, i), mac(0, cable), there);
    }
    Command batch = Command.of("/sbin/ip", "-batch", "-");
    host.call(() -> checked(batch.withInput(local.toString())));
    neighbour.call(() -> checked(batch.withInput(remote.toString())));
  }

  private static void add(StringBuilder batch, String address, Family family, String card) {
    String rest = family == Family.IPV4 ? "/24 dev " + card : "/64 dev " + card + " nodad";
    batch.append("addr add ").append(address).append(rest).append('\n');
  }

  private static void known(StringBuilder batch, String address, String mac, String card) {
    batch.append("neigh replace ").append(address).append(" lladdr ").append(mac);
    batch.append(" dev ").append(card).append(" nud permanent\n");
  }

  static String mac(int side, int cable) {
    return "02:00:00:00:0" + side + ":0" + cable;
  }

  static String hostInterface(int cable) {
    return "eth" + cable;
  }

  static String hostAddress(Family family, int cable, int index) {
    return family == Family.IPV4
        ? "10.77." + cable + "." + (1 + index)
        : "fd77:0:0:" + cable + "::" + (1 + index);
  }

  static String neighbourAddress(Family family, int cable, int index) {
    return family == Family.IPV4
        ? "10.77." + cable + "." + (11 + index)
        : "fd77:0:0:" + cable + "::" + (11 + index);
  }

  /** Opens listeners on these ports of both sides, for as long as the lab is open. */
  void listen(int... ports) throws IOException, InterruptedException {
    List<String> here = new ArrayList<>();
    List<String> there = new ArrayList<>();
    for (Family family : Family.values()) {
      here.add(hostAddress(family, 0, 0));
      there.add(neighbourAddress(family, 0, 0));
    }
    servers.add(host.call(() -> EchoServers.open(here, ports)));
    servers.add(neighbour.call(() -> EchoServers.open(there, ports)));
  }

  /** Runs something on the host. */
  <T> T host(Job<T> job) throws IOException, InterruptedException {
    return host.call(job);
  }

  /** Runs something on the neighbour. */
  <T> T neighbour(Job<T> job) throws IOException, InterruptedException {
    return neighbour.call(job);
  }

  /**
   * Listeners on every address of a side; whoever asks closes them.
   *
   * @param host whether on the host's, else on the neighbour's
   */
  EchoServers everywhere(boolean host, int... ports) throws IOException, InterruptedException {
    return host
        ? host(() -> EchoServers.open(addresses(true), ports))
        : neighbour(() -> EchoServers.open(addresses(false), ports));
  }

  private static List<String> addresses(boolean host) {
    List<String> all = new ArrayList<>();
    for (Family family : Family.values()) {
      for (int cable = 0; cable < CABLES; cable++) {
        int count = host ? HOST_ADDRESSES : NEIGHBOUR_ADDRESSES;
        for (int i = 0; i < count; i++) {
          all.add(host ? hostAddress(family, cable, i) : neighbourAddress(family, cable, i));
        }
      }
    }
    return all;
  }

  String onHost(String... command) throws IOException, InterruptedException {
    return host.call(() -> checked(Command.of(command)));
  }

  String onNeighbour(String... command) throws IOException, InterruptedException {
    return neighbour.call(() -> checked(Command.of(command)));
  }

  /** Whether a program succeeds on the host. */
  boolean tried(String program, String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(List.of(arguments));
    Command command = Command.of(words.toArray(String[]::new));
    return host.call(() -> new ProcessRunner().run(command).succeeded());
  }

  private static String checked(Command command) throws IOException {
    try {
      CommandResult result = new ProcessRunner().run(command);
      if (!result.succeeded()) {
        throw new IOException(command.line() + ": " + result.complaint());
      }
      return result.text();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Loads a whole filter table on the host, in place of all that is there. */
  void load(Family family, String... lines) throws IOException, InterruptedException {
    restore(family, "*filter\n" + String.join("\n", lines) + "\nCOMMIT\n");
  }

  /** Loads a dump on the host, in place of all that is in its tables. */
  void restore(Family family, String dump) throws IOException, InterruptedException {
    Command restore = Command.of(program(family) + "-restore").withInput(dump);
    host.call(() -> checked(restore));
  }

  /** Adds what a dump holds on the host to what is in its tables. */
  void append(Family family, String dump) throws IOException, InterruptedException {
    Command restore = Command.of(program(family) + "-restore", "--noflush").withInput(dump);
    host.call(() -> checked(restore));
  }

  /** A host as many are: a few services open, and everything else rejected at the end. */
  void loadRejecting() throws IOException, InterruptedException {
    for (Family family : Family.values()) {
      boolean four = family == Family.IPV4;
      load(
          family,
          ":INPUT ACCEPT [0:0]",
          ":FORWARD DROP [0:0]",
          ":OUTPUT ACCEPT [0:0]",
          ":bans - [0:0]",
          "-A INPUT -p tcp -m tcp --dport 22 -j bans",
          "-A INPUT -i lo -j ACCEPT",
          "-A INPUT -p tcp -m tcp --dport 22 -m comment --comment \"it's \\\"ssh\\\"\" -j ACCEPT",
          "-A INPUT -p " + (four ? "icmp" : "ipv6-icmp") + " -j ACCEPT",
          "-A INPUT -j REJECT --reject-with " + (four ? "icmp" : "icmp6") + "-port-unreachable",
          "-A bans -s " + (four ? "10.77.0.16/32" : "fd77::16/128") + " -j DROP",
          "-A bans -j RETURN");
    }
  }

  /** The host's rules without comments and counters, as {@code iptables-save} prints them. */
  List<String> saved(Family family) throws IOException, InterruptedException {
    return onHost(program(family) + "-save")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceAll("\\[\\d+:\\d+]", "[0:0]"))
        .toList();
  }

  /** The program of that family and of this lab's variant, by its path. */
  String program(Family family) {
    return (family == Family.IPV4 ? "/usr/sbin/iptables-" : "/usr/sbin/ip6tables-") + variant;
  }

  /** Durward's own way to this host's firewall; only to be used on the host. */
  IptablesBackend backend() {
    return backend(new ProcessRunner());
  }

  /** The same, its commands run by another runner. */
  IptablesBackend backend(CommandRunner runner) {
    return new IptablesBackend(
        () -> Tools.find("-" + variant), runner, Capabilities::current, UserNumbers.ofHost(runner));
  }

  @Override
  public void close() throws IOException {
    for (EchoServers each : servers) {
      each.close();
    }
    neighbour.close();
    host.close();
  }
}
