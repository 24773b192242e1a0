package dev.durward.router;

import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import java.util.List;

/** What is written down, in memory. */
final class MemoryLedger implements Ledger {
  private List<Grant> grants = List.of();
  private boolean isFull;

  /** Nothing more can be written. */
  void fill() {
    isFull = true;
  }

  @Override
  public List<Grant> grants() {
    return grants;
  }

  @Override
  public void write(List<Grant> all) throws FirewallException {
    if (isFull) {
      throw new FirewallException(Kind.UNRECORDED, "no space left", "make some");
    }
    grants = List.copyOf(all);
  }
}
