package dev.durward.probe;

import dev.durward.model.IpAddress;
import java.io.IOException;
import java.util.Set;

/** Where it is read who is connected with this host. */
@FunctionalInterface
public interface Arrivals {
  /**
   * A TCP connection.
   *
   * @param local this host's end
   * @param remote the address of the other one, as this host sees it
   */
  record Connection(Endpoint local, IpAddress remote) {}

  /** The connections of the calling thread's network namespace, now. */
  Set<Connection> connections() throws IOException;
}
