package dev.durward.plan;

import java.util.List;

/** What was read from a host at one time: an immutable value. */
public interface Snapshot {
  /** Everything on it that carries a mark of Durward's, whatever the policy, in its order. */
  List<Entry> managed();

  /**
   * The one form of a line that the platform may print in several.
   *
   * @param text a line as in {@link Entry#text}
   */
  String canonical(String text);

  /** What the frame of the rules consists of, which {@link Repair}s are about; for people. */
  default String frame() {
    return "chains and jumps";
  }

  /** An entry as the platform's own tool has it, for people. */
  default String inWords(Entry entry) {
    return entry.text();
  }

  /**
   * What the host needs beside these lines, and what the user must know about it.
   *
   * @param lines everything of Durward's that is to be on the host, whatever the policy
   * @param desired whose rules the user is to be told about, where others' rules cross them
   */
  Assessment assess(List<Entry> lines, Desired desired);

  /**
   * What the host needs beside these lines, as {@link #assess} says it, of whom nobody is to be
   * told: many hosts need not be looked at closely for that.
   */
  default List<Repair> repairs(List<Entry> lines, Desired desired) {
    return assess(lines, desired).repairs();
  }

  /** The commands that make a plan so that was made against this snapshot. */
  Script render(Plan plan);

  /**
   * What ends the connections that are open now, and that lines refuse which have come into force.
   * Nothing where the lines do that themselves. Pure.
   */
  default List<Script.Parting> partings(List<Entry> lines) {
    return List.of();
  }

  /** What leads back from a plan that was made against this snapshot, with nobody there. Pure. */
  default Retreat retreat(Plan plan) {
    return new Retreat.Undo(render(plan).back());
  }
}
