package dev.durward.router;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.platform.host.NetworkNamespace;
import dev.durward.platform.host.NetworkNamespace.Job;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A host of a {@link RouterLab}: a network namespace of this process. */
public record Site(NetworkNamespace namespace, String name) {
  /** Runs something there, in this process: sockets that it opens and files of /proc are its. */
  public <T> T call(Job<T> job) throws IOException, InterruptedException {
    return namespace.call(job);
  }

  /**
   * Runs a program there that must succeed.
   *
   * @return what it wrote on standard output
   */
  public String run(String... command) throws IOException, InterruptedException {
    return checked(Command.of(command));
  }

  /** The same, with standard input. */
  public String feed(String input, String... command) throws IOException, InterruptedException {
    return checked(Command.of(command).withInput(input));
  }

  private String checked(Command command) throws IOException, InterruptedException {
    CommandResult result = namespace.call(() -> new ProcessRunner().run(command));
    if (!result.succeeded()) {
      throw new IOException(name + ": " + command.line() + ": " + result.complaint());
    }
    return result.text();
  }

  /** Runs a program there, however it ends. */
  public CommandResult attempt(String... command) throws IOException, InterruptedException {
    return namespace.call(() -> new ProcessRunner().run(Command.of(command)));
  }

  /**
   * Runs the whole of Durward there, by its launcher.
   *
   * @param folder where it keeps its lock and its journal
   */
  public CommandResult durward(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return durward(folder, command -> command, arguments);
  }

  /**
   * The same by another command.
   *
   * @param by makes that of Durward's own
   */
  public CommandResult durward(Path folder, UnaryOperator<String[]> by, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("/usr/bin/env"));
    line.add("DURWARD_RUNTIME_DIR=" + folder.resolve("run"));
    line.add("DURWARD_STATE_DIR=" + folder.resolve("state"));
    for (String kept : List.of("PATH", "JAVA_HOME")) {
      String value = System.getenv(kept);
      if (value != null) {
        line.add(kept + "=" + value);
      }
    }
    line.add(Path.of("platform-scripts/durward").toAbsolutePath().toString());
    line.addAll(List.of(arguments));
    return attempt(by.apply(line.toArray(String[]::new)));
  }

  /** Waits there on a port of both families: TCP and UDP answer with the site's name. */
  Closeable listen(int port) throws IOException, InterruptedException {
    Closeable udp = listenUdp(port);
    ServerSocket tcp = namespace.call(() -> new ServerSocket(port));
    background(() -> greet(tcp));
    return () -> {
      udp.close();
      tcp.close();
    };
  }

  /** The same over UDP alone. */
  Closeable listenUdp(int port) throws IOException, InterruptedException {
    DatagramSocket udp = namespace.call(() -> new DatagramSocket(port));
    background(() -> answer(udp));
    return udp;
  }

  /** Waits until a program there takes connections on a port. */
  void awaitTcp(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!takesTcp(port)) {
      if (System.nanoTime() > end) {
        throw new IOException(name + ": nobody listens on port " + port);
      }
    }
  }

  private boolean takesTcp(int port) throws IOException, InterruptedException {
    return namespace.call(
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (ConnectException e) {
            return false;
          }
        });
  }

  private static void background(Runnable job) {
    Thread thread = new Thread(job, "site");
    thread.setDaemon(true);
    thread.start();
  }

  private void greet(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(name.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // closed, or the other side has gone
      }
    }
  }

  private void answer(DatagramSocket server) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    while (!server.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        server.receive(packet);
        server.send(new DatagramPacket(text, text.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // closed, or the other side has gone
      }
    }
  }

  /** Who answers at an address and TCP port, as seen from here; {@code nobody} if none does. */
  public String tcpAnswerOf(String address, int port) throws IOException, InterruptedException {
    return namespace.call(
        () -> {
          try (Socket socket = new Socket()) {
            socket.setSoTimeout(RouterLab.PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address, port), RouterLab.PATIENCE_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
          } catch (IOException e) {
            return "nobody";
          }
        });
  }

  /** The same of UDP. */
  public String udpAnswerOf(String address, int port) throws IOException, InterruptedException {
    return namespace.call(
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(RouterLab.PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address, port));
            socket.send(new DatagramPacket(new byte[] {'?'}, 1));
            DatagramPacket answer = new DatagramPacket(new byte[64], 64);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
          } catch (IOException e) {
            return "nobody";
          }
        });
  }
}
