package dev.durward.platform;

/** How surely packets get through; the less surely they do, the earlier it comes. */
public enum Reach {
  NEVER,
  /** On a condition of which nobody can tell. */
  MAYBE,
  /** Unless such a condition holds. */
  USUALLY,
  ALWAYS
}
