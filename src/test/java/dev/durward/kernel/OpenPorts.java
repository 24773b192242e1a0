package dev.durward.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** Services of one side of a lab that go on listening, on every address of both families. */
final class OpenPorts implements AutoCloseable {
  private final Map<Integer, ServerSocket> servers = new HashMap<>();

  /** Begins to listen, in the network namespace of the calling thread. */
  static OpenPorts listen(int... ports) throws IOException {
    OpenPorts open = new OpenPorts();
    for (int port : ports) {
      open.servers.put(port, Conversation.listen(new InetSocketAddress("::", port)));
    }
    return open;
  }

  /**
   * A connection that somebody opens to one of them.
   *
   * @param to an address of the side that listens, and the port
   */
  Conversation conversation(Side opens, InetSocketAddress from, InetSocketAddress to)
      throws IOException, InterruptedException {
    return Conversation.open(opens, from, servers.get(to.getPort()), to);
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket server : servers.values()) {
      server.close();
    }
  }
}
