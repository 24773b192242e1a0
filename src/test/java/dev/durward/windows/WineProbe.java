package dev.durward.windows;

import dev.durward.apply.ApplyLock;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.ConsoleCodePage;
import dev.durward.platform.host.WindowsGateways;
import dev.durward.platform.host.WindowsListeners;
import dev.durward.platform.host.WindowsRegistry;
import dev.durward.platform.host.WindowsToken;
import dev.durward.probe.Endpoint;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import dev.durward.probe.Transport;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the product's own classes on the Windows JVM, and prints what they say as UTF-8. */
final class WineProbe {
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private WineProbe() {}

  public static void main(String[] words)
      throws FirewallException, IOException, InterruptedException {
    switch (words[0]) {
      case "host" -> host();
      case "values" -> values(words[1]);
      case "rules" -> rules();
      case "lock" -> lock(Path.of(words[1]));
      case "netsh" -> netsh();
      case "sockets" -> sockets();
      case "gateways" -> gateways();
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static void host() throws FirewallException {
    OUT.println("console " + ConsoleCodePage.current().name());
    OUT.println("arguments " + Charset.forName(System.getProperty("sun.jnu.encoding")).name());
    OUT.println("elevated " + WindowsToken.isElevated());
    OUT.println("lock " + ApplyLock.folder(System.getenv()));
  }

  private static void values(String key) throws FirewallException {
    WindowsRegistry.values(key)
        .orElse(Map.of())
        .forEach(
            (name, value) ->
                OUT.println(name + " = " + value.getClass().getSimpleName() + " " + value));
  }

  private static void rules() throws FirewallException {
    WineRules rules = new WineRules();
    rules.put("{1}", "v2.30|Name=Öffnung 防火墙|");
    rules.put("{2}", "v2.30|Name=second|");
    rules.remove("{2}");
    OUT.println(Optional.of(rules.values()).equals(WindowsRegistry.values(WineRules.KEY)));
    OUT.println(rules.values());
  }

  /** Has another process try for the lock while this one holds it, and after. */
  private static void lock(Path folder)
      throws FirewallException, IOException, InterruptedException {
    try (ApplyLock lock = ApplyLock.take(folder)) {
      OUT.println("own " + (lock != null));
      OUT.println(otherOn(folder));
    }
    OUT.println(otherOn(folder));
  }

  private static String otherOn(Path folder) throws IOException, InterruptedException {
    Command other =
        Command.of(
            Path.of(System.getProperty("java.home"), "bin", "java.exe").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.durward.apply.LockHolder",
            folder.toString());
    return new ProcessRunner().run(other).text().strip();
  }

  /** Opens one socket of each kind, and looks whether the table knows it. */
  private static void sockets() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      ListenerTable table = new WindowsListeners().read();
      IpAddress here = IpAddress.ofBytes(InetAddress.getLoopbackAddress().getAddress());
      for (int port : new int[] {tcp.getLocalPort(), udp.getLocalPort()}) {
        for (Transport transport : Transport.values()) {
          Endpoint endpoint = new Endpoint(here, port);
          Listener listener = new Listener(transport, endpoint);
          OUT.println(
              transport.word()
                  + " "
                  + table.listensAt(transport, endpoint)
                  + " "
                  + table
                      .owners()
                      .of(listener)
                      .map(name -> name.replace(ProcessHandle.current().pid() + "", "own")));
        }
      }
    }
  }

  private static void gateways() throws FirewallException {
    for (Family family : Family.values()) {
      OUT.println(
          WindowsGateways.read(family).map(gateway -> gateway.address() + " " + gateway.local()));
    }
  }

  /** Adds a rule, shows what the registry has then, and takes the rule away. */
  private static void netsh() throws FirewallException, IOException, InterruptedException {
    String name = "name=Ünï 防火墙 дверь & %PATH%^";
    netsh("add", "rule", name, "dir=in", "action=allow", "program=C:\\a b\\x.exe", "protocol=tcp");
    WindowsRegistry.values(WineRules.KEY).orElseThrow().values().forEach(OUT::println);
    netsh("delete", "rule", name);
    netsh("delete", "rule", name);
    OUT.println(WindowsRegistry.values(WineRules.KEY).orElseThrow());
  }

  private static void netsh(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getenv("SystemRoot") + "\\System32\\netsh.exe");
    command.addAll(List.of("advfirewall", "firewall"));
    command.addAll(List.of(words));
    CommandResult result = new ProcessRunner().run(Command.of(command.toArray(String[]::new)));
    String said = new String(result.output(), ConsoleCodePage.current());
    OUT.println(result.exit() + " " + said.lines().filter(line -> !line.isBlank()).toList());
    OUT.print(result.error());
  }
}
