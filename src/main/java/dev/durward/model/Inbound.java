package dev.durward.model;

/** What becomes of a packet that opens a connection to this host and that no rule speaks about. */
public enum Inbound {
  /** The host's own rules decide. */
  ALLOW,
  /** It is refused, but for {@link NetworkNeeds}. */
  BLOCK
}
