package dev.durward.router;

import dev.durward.exec.Command;
import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of a plan that ask the router: commands of Durward's own, as they could be typed.
 *
 * @param program its launcher
 */
record RouterSteps(String program) {
  /**
   * What goes first, for it may stand where something else is to come.
   *
   * @param anew lines of what the router has to be asked for again, if it stays
   */
  List<Step> of(Plan plan, Set<Entry> anew) {
    List<Forward> going = forwards(plan.removed().toList());
    List<Forward> coming = forwards(plan.added().toList());
    List<Step> steps = new ArrayList<>();
    for (Forward forward : going) {
      if (coming.stream().noneMatch(each -> isRenewed(forward, each))) {
        steps.add(Step.undoable(Forward.PLACE, close(forward), open(forward)));
      }
    }
    for (Forward forward : coming) {
      Optional<Forward> earlier =
          going.stream().filter(each -> isRenewed(each, forward)).findFirst();
      Command undo = earlier.map(this::open).orElseGet(() -> close(forward));
      steps.add(Step.undoable(Forward.PLACE, open(forward), undo));
    }
    List<Entry> staying =
        plan.changes().stream().flatMap(change -> change.kept().stream()).toList();
    for (Forward forward : forwards(staying.stream().filter(anew::contains).toList())) {
      // Asked for once more, it is there at least as long as it would have been.
      steps.add(Step.undoable(Forward.PLACE, open(forward), open(forward)));
    }
    return steps;
  }

  private static List<Forward> forwards(List<Entry> lines) {
    return lines.stream().flatMap(line -> Forward.of(line).stream()).toList();
  }

  /** Whether a router only has to be asked for another time. */
  private static boolean isRenewed(Forward there, Forward wanted) {
    return there.isSamePort(wanted)
        && there.owner().equals(wanted.owner())
        && there.internalPort() == wanted.internalPort();
  }

  private Command open(Forward forward) {
    List<String> words = words("open", forward);
    words.add("--lease");
    words.add(forward.lease().toSeconds() + "s");
    return Command.of(words.toArray(String[]::new));
  }

  private Command close(Forward forward) {
    return Command.of(words("close", forward).toArray(String[]::new));
  }

  private List<String> words(String what, Forward forward) {
    List<String> words = new ArrayList<>();
    words.add(program);
    words.add("router");
    words.add(what);
    words.add(forward.internalPort() + "/" + forward.protocol().word());
    words.add("--policy");
    words.add(forward.owner().policy());
    words.add("--rule");
    words.add(forward.owner().rule());
    if (forward.externalPort() != forward.internalPort()) {
      words.add("--external-port");
      words.add(String.valueOf(forward.externalPort()));
    }
    if (forward.family() == Family.IPV6) {
      words.add("--family");
      words.add(Family.IPV6.word());
    }
    return words;
  }
}
