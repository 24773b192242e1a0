package dev.durward.apply;

import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import java.io.IOException;
import java.util.function.Supplier;

/** Writes down what an apply is about to do, and what became of it. */
public interface Chronicle {
  /**
   * Before the first command.
   *
   * @param script the plan's, which may still be made meanwhile
   * @throws IOException if it could not be written: then no command is run
   */
  void begin(Plan plan, Supplier<Script> script) throws IOException, InterruptedException;

  /**
   * After the last one.
   *
   * @throws IOException if it could not be written: the host is as the result says all the same
   */
  void end(ApplyResult result) throws IOException;
}
