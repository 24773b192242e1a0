package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.probe.Endpoint;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NetworkNamespaceIT {
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");

  @Test
  void isAnotherThanTheOneThatMadeIt() throws Exception {
    try (TestHost host = TestHost.create();
        NetworkNamespace beside = host.on(NetworkNamespaceIT::create)) {
      String here = Files.readSymbolicLink(OWN).toString();
      String there = host.on(() -> Files.readSymbolicLink(OWN).toString());
      String inside = beside.call(() -> Files.readSymbolicLink(OWN).toString());
      assertNotEquals(here, there);
      assertNotEquals(there, inside);
      assertEquals(inside, Files.readSymbolicLink(beside.file()).toString());
      assertTrue(beside.file().toString().contains("/task/" + beside.threadId() + "/"));
    }
  }

  private static NetworkNamespace create() throws IOException, InterruptedException {
    try {
      return NetworkNamespace.create();
    } catch (FirewallException e) {
      throw new IOException(e);
    }
  }

  @Test
  void passesOnWhatAJobThrows() throws Exception {
    try (TestHost host = TestHost.create()) {
      IOException thrown =
          assertThrows(
              IOException.class,
              () ->
                  host.on(
                      () -> {
                        throw new IOException("no");
                      }));
      assertEquals("no", thrown.getMessage());
      assertEquals(7, host.on(() -> 7));
    }
  }

  @Test
  void readsTheListenersOfItsOwn() throws Exception {
    try (TestHost host = TestHost.create()) {
      ListenerTable table =
          host.on(
              () -> {
                try (ServerSocketChannel six = ServerSocketChannel.open();
                    ServerSocketChannel four =
                        ServerSocketChannel.open(StandardProtocolFamily.INET);
                    DatagramChannel udp = DatagramChannel.open(StandardProtocolFamily.INET)) {
                  six.bind(new InetSocketAddress(443));
                  four.bind(new InetSocketAddress(TestHost.IPV4, 444));
                  udp.bind(new InetSocketAddress(TestHost.IPV4, 445));
                  return new Listeners().read();
                }
              });
      assertTrue(table.listensAt(Transport.TCP, at(TestHost.IPV4, 443)));
      assertTrue(table.listensAt(Transport.TCP, at(TestHost.IPV6, 443)));
      assertTrue(table.listensAt(Transport.TCP, at(TestHost.IPV4, 444)));
      assertFalse(table.listensAt(Transport.TCP, at(TestHost.IPV6, 444)));
      assertTrue(table.listensAt(Transport.UDP, at(TestHost.IPV4, 445)));
      assertEquals(3, table.listeners().orElseThrow().size());
    }
  }

  private static Endpoint at(String address, int port) {
    return new Endpoint(IpAddress.parse(address).orElseThrow(), port);
  }

  @Test
  @Timeout(60)
  void leavesNothingOnTheHostWhenKilled() throws Exception {
    try (TestHost host = TestHost.create()) {
      String drop = "-A INPUT -p tcp --dport " + VantageToBeKilled.DROPPED + " -j DROP";
      host.filter("iptables-nft", "ACCEPT", List.of(drop));
      String before = host.state();
      Process process = host.on(NetworkNamespaceIT::startVantage);
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        assertEquals(VantageToBeKilled.READY, output.readLine());
        assertTrue(host.state().contains("dwv"), host::toString);
      } finally {
        process.destroyForcibly();
      }
      assertEquals(137, process.waitFor());
      long start = System.nanoTime();
      String after = host.state();
      while (!after.equals(before)
          && System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
        after = host.state(); // the kernel takes its time
      }
      assertEquals(before, after);
    }
  }

  private static Process startVantage() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            VantageToBeKilled.class.getName())
        .redirectError(Redirect.INHERIT)
        .start();
  }
}
