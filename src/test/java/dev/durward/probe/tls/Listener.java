package dev.durward.probe.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server of a few lines, on a port of its own on loopback: one connection after the other. */
public record Listener(ServerSocket socket) implements AutoCloseable {
  interface Session {
    void hold(Socket peer) throws IOException;
  }

  static Listener start(Session session) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket peer = server.accept()) {
                  session.hold(peer);
                } catch (IOException e) {
                  // the peer went away, or the test is over
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return new Listener(server);
  }

  /** Answers each request with the same. */
  public static Listener http(String response) throws IOException {
    return start(
        peer -> {
          BufferedReader reader =
              new BufferedReader(
                  new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1));
          String line = reader.readLine();
          if (line != null && line.startsWith("GET ")) {
            while (line != null && !line.isEmpty()) {
              line = reader.readLine();
            }
          }
          say(peer, response);
        });
  }

  static void say(Socket peer, String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    peer.getOutputStream().flush();
  }

  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
