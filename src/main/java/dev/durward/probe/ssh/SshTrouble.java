package dev.durward.probe.ssh;

import java.io.IOException;

/** That a second machine could not be used, and what to do about it. */
public final class SshTrouble extends IOException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * @param message what happened, where and why, without a full stop
   * @param remedy what to do next, without a full stop
   */
  SshTrouble(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
