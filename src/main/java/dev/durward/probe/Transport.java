package dev.durward.probe;

import dev.durward.model.Protocol;

/** A protocol whose ports can be probed. */
public enum Transport {
  TCP(6),
  UDP(17);

  private final int number;

  Transport(int number) {
    this.number = number;
  }

  /** What rules call it. */
  public Protocol protocol() {
    return Protocol.numbered(number);
  }

  /** The IANA number. */
  public int number() {
    return number;
  }

  /** The name in the rule file. */
  public String word() {
    return protocol().word();
  }
}
