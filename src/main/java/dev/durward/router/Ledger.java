package dev.durward.router;

import dev.durward.platform.FirewallException;
import java.util.List;

/** Where it is written down what routers have given. */
public interface Ledger {
  /**
   * What stands there, in the order in which it was asked for; nothing if there is none.
   *
   * @throws FirewallException if it can't be read, or is damaged
   */
  List<Grant> grants() throws FirewallException;

  /**
   * Writes all of it anew: it is on the disk when this returns.
   *
   * @throws FirewallException if that failed: then no router may be asked
   */
  void write(List<Grant> grants) throws FirewallException;
}
