package dev.durward.windows;

/**
 * What goes wrong with netsh.
 *
 * @param at the command that it happens at, from 1; scripts count by their lines
 */
public record Fault(Kind kind, int at) {
  /** How it goes wrong. */
  public enum Kind {
    NONE,
    /** One command does nothing and exits 1. */
    FAILS,
    /** One command does its work and exits 1 all the same, as if killed at its end. */
    WORKS_AND_FAILS,
    /** From this command on, each does nothing and exits 1. */
    DIES,
    /** From this command on, each does nothing and exits 0 without a word, as Wine's stub. */
    STUB
  }

  public static final Fault NONE = new Fault(Kind.NONE, 0);

  boolean isSilent(int command) {
    return kind == Kind.STUB && command >= at;
  }

  boolean works(int command) {
    return switch (kind) {
      case NONE, WORKS_AND_FAILS -> true;
      case FAILS -> command != at;
      case DIES, STUB -> command < at;
    };
  }

  boolean fails(int command) {
    return !works(command) || (kind == Kind.WORKS_AND_FAILS && command == at);
  }
}
