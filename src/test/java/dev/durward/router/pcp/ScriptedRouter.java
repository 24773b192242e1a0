package dev.durward.router.pcp;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.Gateway;
import dev.durward.router.Forward;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A router on the loopback that says what a test wants, on a port of its own. */
final class ScriptedRouter implements AutoCloseable {
  static final Gateway GATEWAY =
      new Gateway(
          IpAddress.parse("127.0.0.1").orElseThrow(),
          "lo",
          IpAddress.parse("127.0.0.1").orElseThrow());

  static final Forward HTTPS =
      new Forward(
          Mark.of("web", "https"), Family.IPV4, Protocol.TCP, 443, 443, Duration.ofHours(1));

  /** What it sends for a question, one datagram after the other. */
  interface Script {
    List<byte[]> answers(byte[] question);
  }

  private final DatagramSocket socket;
  private final Script script;
  private final int port;

  /** What it was asked, in order. */
  final BlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();

  /** Who asked. */
  final BlockingQueue<SocketAddress> askers = new LinkedBlockingQueue<>();

  ScriptedRouter(Script script) throws IOException {
    this.script = script;
    this.socket = new DatagramSocket(0, GATEWAY.local().toInetAddress());
    this.port = socket.getLocalPort();
    Thread thread = new Thread(this::serve, "router");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return port;
  }

  /** Says something unasked. */
  void send(byte[] datagram, SocketAddress to) throws IOException {
    socket.send(new DatagramPacket(datagram, datagram.length, to));
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        List<byte[]> answers = script.answers(question);
        questions.add(question);
        askers.add(packet.getSocketAddress());
        for (byte[] answer : answers) {
          send(answer, packet.getSocketAddress());
        }
      }
    } catch (IOException e) {
      // closed, or the asker has gone
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
