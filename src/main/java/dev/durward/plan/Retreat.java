package dev.durward.plan;

/** What leads back from a plan, for a shell of its host that runs it with nobody there. */
public sealed interface Retreat {
  /**
   * Leads back whatever part of the plan has been done.
   *
   * @param script as the shell of the host runs it
   */
  record Whole(String script) implements Retreat {}

  /**
   * Undoes all of the plan's commands. What leads back from a plan that has been carried out is a
   * plan of its own.
   *
   * @param script as the shell of the host runs it; empty where a command has no undo
   */
  record Undo(String script) implements Retreat {}

  /**
   * No script leads back.
   *
   * @param why for the user, without a full stop
   */
  record None(String why) implements Retreat {}
}
