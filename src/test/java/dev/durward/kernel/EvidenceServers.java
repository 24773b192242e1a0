package dev.durward.kernel;

import dev.durward.model.Family;
import dev.durward.probe.tls.Nginx;
import dev.durward.probe.tls.OldServer;
import dev.durward.probe.tls.OpenSsl;
import dev.durward.probe.tls.ServerProcess;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What listens on a lab's host, started by the words of a table; all of it ends when it is closed.
 *
 * @param openssl makes the certificates
 * @param open what was started, the last first
 */
record EvidenceServers(OpenSsl openssl, Deque<Closeable> open) implements AutoCloseable {
  private static final Pattern OPENSSL_READY = Pattern.compile("ACCEPT");

  EvidenceServers(OpenSsl openssl) {
    this(openssl, new ArrayDeque<>());
  }

  /** Starts what a row says, in the namespace of the calling thread. */
  void start(EvidenceRow row) throws IOException {
    String[] words = row.listens().split(" ", 2);
    switch (words[0]) {
      case "nobody" -> {}
      case "openssl" -> {
        for (Family family : row.expected().keySet()) {
          ProcessBuilder command = openssl(row.address(family), row.port(), words[1]);
          open.push(ServerProcess.start(command, row.port(), OPENSSL_READY)::close);
        }
      }
      case "java" -> open.push(old(row.port(), words[1])::close);
      case "nginx" ->
          open.push(
              Nginx.start(openssl, words[1], List.of("0.0.0.0", "[::]"), row.port(), 80)::close);
      default -> {
        for (Family family : row.expected().keySet()) {
          InetSocketAddress at = new InetSocketAddress(row.address(family), row.port());
          if (row.protocol().equals("udp")) {
            udp(at, words[0].equals("answers"));
          } else {
            tcp(at, row.listens());
          }
        }
      }
    }
  }

  /**
   * {@code NAME [with NAME…] OPTION…}: its certificate, those sent with it, and what it is told.
   */
  private ProcessBuilder openssl(String address, int port, String words) throws IOException {
    List<String> options = new ArrayList<>(List.of(words.split(" ", -1)));
    String name = options.remove(0);
    StringBuilder chain = new StringBuilder();
    while (!options.isEmpty() && options.get(0).startsWith("+")) {
      String member = options.remove(0).substring(1);
      chain.append(Files.readString(openssl.file(member + ".pem")));
    }
    String sent = name + "-" + port + ".chain";
    Files.writeString(openssl.file(sent), chain);
    String with = chain.isEmpty() ? "" : " -cert_chain " + sent;
    return openssl.process(
        "s_server -accept [%s]:%d -cipher ALL@SECLEVEL=0 -cert %s.pem -key %s.key%s %s"
            .formatted(address, port, name, name, with, String.join(" ", options)));
  }

  private ServerProcess old(int port, String version) throws IOException {
    return ServerProcess.start(
        OldServer.command(openssl.file("old.p12").toString(), version, Integer.toString(port)));
  }

  private void udp(InetSocketAddress at, boolean answers) throws IOException {
    DatagramSocket socket = new DatagramSocket(at);
    open.push(socket);
    background(
        () -> {
          DatagramPacket packet = new DatagramPacket(new byte[100], 100);
          while (true) {
            socket.receive(packet);
            if (answers) {
              socket.send(packet);
            }
          }
        });
  }

  /** {@code accepts}, {@code closes}, or {@code says TEXT} and waits for the other side's end. */
  private void tcp(InetSocketAddress at, String words) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(at, 50);
    open.push(server);
    String said = words.startsWith("says ") ? words.substring(5) + "\r\n\r\n" : "";
    background(
        () -> {
          while (true) {
            Socket peer = server.accept();
            background(
                () -> {
                  try (peer) {
                    peer.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
                    if (!words.equals("closes")) {
                      peer.getInputStream().readAllBytes();
                    }
                  }
                });
          }
        });
  }

  /** What is done until something that it works on is closed. */
  private interface Work {
    void run() throws IOException;
  }

  private static void background(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // it is closed
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : open) {
      each.close();
    }
  }
}
