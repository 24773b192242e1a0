package dev.durward.router.upnp;

import dev.durward.router.upnp.Reply.Fault;
import java.io.IOException;

/** The router has answered that it won't. */
final class Refusal extends IOException {
  private static final long serialVersionUID = 1L;

  Refusal(Fault fault) {
    super(fault.words());
  }
}
