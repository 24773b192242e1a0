package dev.durward.apply;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.plan.Entry;
import dev.durward.plan.Script.Parting;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the steps of scripts.
 *
 * @param backend reads the host that they change
 * @param runner runs their commands
 */
record Steps(FirewallBackend backend, CommandRunner runner) {
  static final String UNREADABLE = "the host could not be read again: ";

  /** Ends connections that new rules refuse, and says which commands did not do it, and why. */
  List<String> part(List<Parting> partings) throws InterruptedException {
    List<String> open = new ArrayList<>();
    for (Parting parting : partings) {
      try {
        CommandResult ended = runner.run(parting.command());
        CommandResult rest = runner.run(parting.rest());
        if (!rest.succeeded()) {
          open.add(parting.rest().line() + ": " + rest.complaint());
        } else if (!rest.text().isBlank()) {
          String said = ended.succeeded() ? "" : " (" + ended.complaint() + ")";
          open.add(parting.command().line() + ": it left " + rest.text().lines().count() + said);
        }
      } catch (IOException e) {
        open.add(parting.command().line() + ": " + e.getMessage());
      }
    }
    return open;
  }

  /** Runs a step, and says what went wrong. */
  Optional<String> trouble(Step step) throws InterruptedException {
    Optional<String> trouble = trouble(step.label(), step.command());
    if (trouble.isPresent() || step.proof().isEmpty()) {
      return trouble;
    }
    try {
      List<Entry> there = new ArrayList<>(backend.snapshot().managed());
      boolean isProved = step.proof().stream().allMatch(there::remove);
      return isProved
          ? Optional.empty()
          : Optional.of(
              step.label()
                  + ": "
                  + step.command().line()
                  + ": it reported success, and the host, read again, hasn't changed as planned");
    } catch (FirewallException e) {
      return Optional.of(UNREADABLE + e.getMessage());
    }
  }

  /** Runs the command of a step, or its undo, and says what went wrong. */
  Optional<String> trouble(String label, Command command) throws InterruptedException {
    try {
      CommandResult result = runner.run(command);
      return result.succeeded()
          ? Optional.empty()
          : Optional.of(label + ": " + command.line() + ": " + result.complaint());
    } catch (IOException e) {
      return Optional.of(label + ": " + command.line() + ": " + e.getMessage());
    }
  }
}
