package dev.durward.platform.ufw;

import dev.durward.exec.Command;
import dev.durward.model.Family;
import dev.durward.plan.Plan;
import dev.durward.plan.Script.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands of a plan. Each is judged by what is seen afterwards, since ufw also ends well where
 * it skipped something; the way back is a plan of its own, because a command that failed may have
 * written ufw's file already.
 */
final class UfwScript {
  private final UfwSnapshot host;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Family, Integer> sizes = new HashMap<>();

  private UfwScript(UfwSnapshot host) {
    this.host = host;
    for (Family family : Family.values()) {
      sizes.put(family, host.list(family).size());
    }
  }

  static List<Step> steps(UfwSnapshot host, Plan plan) {
    UfwScript script = new UfwScript(host);
    script.merge(script.edits(Family.IPV4, plan), script.edits(Family.IPV6, plan));
    if (host.isOutOfStep()) {
      script.steps.add(script.step(List.of("reload")));
    }
    return script.steps;
  }

  private List<ListEdit> edits(Family family, Plan plan) {
    return new ListEdits(host.list(family))
        .of(Standing.of(family, plan.removed()), Standing.of(family, plan.added()));
  }

  /** What is the same in both families is one command: an administrator would write it so. */
  private void merge(List<ListEdit> four, List<ListEdit> six) {
    int next = 0;
    for (ListEdit edit : four) {
      int twin = next;
      while (twin < six.size() && !edit.isTwinOf(six.get(twin))) {
        twin++;
      }
      if (twin == six.size()) {
        add(Family.IPV4, edit);
        continue;
      }
      for (; next < twin; next++) {
        add(Family.IPV6, six.get(next));
      }
      next++;
      List<String> words = edit.kind().words(0);
      words.addAll(edit.standing().rule().wordsOfBoth());
      add(words, edit);
      count(Family.IPV4, edit);
      count(Family.IPV6, edit);
    }
    for (; next < six.size(); next++) {
      add(Family.IPV6, six.get(next));
    }
  }

  private void add(Family family, ListEdit edit) {
    // ufw counts through both families.
    int before = family == Family.IPV4 ? 0 : sizes.getOrDefault(Family.IPV4, 0);
    List<String> words = edit.kind().words(before + edit.at() + 1);
    words.addAll(edit.standing().rule().words(family));
    add(words, edit);
    count(family, edit);
  }

  private void add(List<String> words, ListEdit edit) {
    words.add("comment");
    words.add(edit.standing().mark().orElseThrow().text());
    steps.add(step(words));
  }

  private void count(Family family, ListEdit edit) {
    int change =
        switch (edit.kind()) {
          case DELETE -> -1;
          case REPLACE -> 0;
          case APPEND, PREPEND, INSERT -> 1;
        };
    sizes.merge(family, change, Integer::sum);
  }

  private Step step(List<String> words) {
    List<String> arguments = new ArrayList<>(List.of(host.ufw().program().toString()));
    arguments.addAll(words);
    return Step.judged("ufw", Command.of(arguments.toArray(String[]::new)), List.of());
  }
}
