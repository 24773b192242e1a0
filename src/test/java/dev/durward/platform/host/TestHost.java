package dev.durward.platform.host;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.platform.host.NetworkNamespace.Job;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A throw-away host: a network namespace with an interface {@value #LAN}, which nobody is behind,
 * and addresses of both families.
 */
final class TestHost implements AutoCloseable {
  static final String LAN = "lan0";
  static final String IPV4 = "192.168.5.10";
  static final String IPV6 = "fd00:5::10";

  private final NetworkNamespace namespace;

  private TestHost(NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  static TestHost create() throws Exception {
    Capabilities capabilities = Capabilities.current();
    Assumptions.assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "needs CAP_NET_ADMIN and CAP_SYS_ADMIN");
    TestHost host = new TestHost(NetworkNamespace.create());
    host.command("/sbin/ip", "link", "set", "dev", "lo", "up");
    host.command("/sbin/ip", "link", "add", LAN, "type", "veth", "peer", "name", "cable0");
    host.command("/sbin/ip", "link", "set", "dev", "cable0", "addrgenmode", "none", "up");
    host.command("/sbin/ip", "link", "set", "dev", LAN, "addrgenmode", "none", "up");
    host.command("/sbin/ip", "addr", "add", IPV4 + "/24", "dev", LAN);
    host.command("/sbin/ip", "addr", "add", IPV6 + "/64", "dev", LAN, "nodad");
    return host;
  }

  /** Runs something on it. */
  <T> T on(Job<T> job) throws IOException, InterruptedException {
    return namespace.call(job);
  }

  String command(String... line) throws IOException, InterruptedException {
    return command(Command.of(line));
  }

  /** Loads lines of the filter table's INPUT chain, in place of all others. */
  void filter(String variant, String policy, List<String> rules)
      throws IOException, InterruptedException {
    String text = "*filter\n:INPUT " + policy + "\n" + String.join("\n", rules) + "\nCOMMIT\n";
    command(Command.of("/usr/sbin/" + variant + "-restore").withInput(text));
  }

  private String command(Command command) throws IOException, InterruptedException {
    CommandResult result = namespace.call(() -> new ProcessRunner().run(command));
    if (!result.succeeded()) {
      throw new IOException(command.line() + ": " + result.complaint());
    }
    return result.text();
  }

  /** All that a vantage might leave behind; a cable's carrier comes up by itself in time. */
  String state() throws IOException, InterruptedException {
    return command("/sbin/ip", "-o", "link", "show")
            .replace("NO-CARRIER,", "")
            .replace(",LOWER_UP", "")
            .replaceAll(" state [A-Z]+", "")
        + command("/sbin/ip", "-o", "addr", "show")
        + command("/sbin/ip", "route", "show", "table", "all")
        + command("/sbin/ip", "-6", "route", "show", "table", "all")
        + command("/sbin/ip", "neigh", "show")
        + command("/sbin/tc", "qdisc", "show");
  }

  @Override
  public void close() {
    namespace.close();
  }
}
