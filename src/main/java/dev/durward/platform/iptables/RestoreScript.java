package dev.durward.platform.iptables;

import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.plan.Plan;
import dev.durward.plan.Script;
import dev.durward.plan.Script.Step;
import dev.durward.platform.iptables.placement.Edit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The restores that make a plan so, one for each family that it changes. */
final class RestoreScript {
  private RestoreScript() {}

  static Script of(IptablesSnapshot before, Plan plan) {
    return new Script(
        edits(before, plan).entrySet().stream()
            .map(changed -> step(before.tools(), changed.getKey(), changed.getValue()))
            .toList());
  }

  private static Step step(Tools tools, Family family, List<Edit> edits) {
    List<Edit> back = new ArrayList<>();
    edits.forEach(edit -> back.add(0, edit.inverse()));
    Step step =
        Step.undoable(
            family.word(),
            tools.restore(family).withInput(input(edits)),
            tools.restore(family).withInput(input(back)));
    return tools.locks() ? step : step.waiting();
  }

  /** What a plan changes of each family, of those that it changes. */
  static Map<Family, List<Edit>> edits(IptablesSnapshot before, Plan plan) {
    Map<String, List<Entry>> removed = Entry.byPlace(plan.removed().toList());
    Map<String, List<Entry>> added = Entry.byPlace(plan.added().toList());
    Map<String, List<Entry>> after = Entry.byPlace(plan.after());
    List<List<Edit>> edits =
        before.each(after).map(state -> state.edits(removed, added, after, before.sets())).toList();
    Map<Family, List<Edit>> changes = new EnumMap<>(Family.class);
    for (int i = 0; i < edits.size(); i++) {
      if (!edits.get(i).isEmpty()) {
        changes.put(before.families().get(i).family(), edits.get(i));
      }
    }
    return changes;
  }

  private static String input(List<Edit> edits) {
    List<String> input = new ArrayList<>(List.of("*filter\n"));
    edits.forEach(edit -> input.add(edit.script()));
    input.add("COMMIT\n");
    return String.join("", input);
  }
}
