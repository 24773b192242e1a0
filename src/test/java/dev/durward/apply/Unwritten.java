package dev.durward.apply;

import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import java.util.function.Supplier;

/** For applies of which nobody need know. */
public final class Unwritten implements Chronicle {
  @Override
  public void begin(Plan plan, Supplier<Script> script) {}

  @Override
  public void end(ApplyResult result) {}
}
