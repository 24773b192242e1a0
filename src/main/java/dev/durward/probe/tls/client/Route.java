package dev.durward.probe.tls.client;

import dev.durward.probe.tls.conversation.Approach;
import java.util.Optional;

/** Tells how to come to where a redirect leads. */
public interface Route {
  /**
   * The approach to a port of a host.
   *
   * @param host as in the URL, without brackets
   * @return empty if it isn't the host that is probed: others are left alone
   */
  Optional<Approach> to(String host, int port);
}
