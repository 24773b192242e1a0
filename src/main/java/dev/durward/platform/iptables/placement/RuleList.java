package dev.durward.platform.iptables.placement;

import dev.durward.platform.iptables.placement.Edit.Delete;
import dev.durward.platform.iptables.placement.Edit.Insert;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A chain while it is edited: its rules as they will stand, and the edits that lead there. */
final class RuleList {
  private final String chain;
  private final List<RuleLine> rules;
  private final List<Edit> edits = new ArrayList<>();

  RuleList(String chain, List<RuleLine> rules) {
    this.chain = chain;
    this.rules = new ArrayList<>(rules);
  }

  /** The rules as they stand by now: a view, which later edits change. */
  List<RuleLine> rules() {
    return Collections.unmodifiableList(rules);
  }

  List<Edit> edits() {
    return edits;
  }

  /** Takes the first rule with that text away. */
  void delete(String text) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).text().equals(text)) {
        rules.remove(i);
        edits.add(new Delete(chain, i + 1, i == rules.size(), text));
        return;
      }
    }
    throw new IllegalStateException("no such rule in " + chain + ": " + text);
  }

  /** Puts a rule in before the one at {@code index}, from 0. */
  void insert(int index, String text) {
    edits.add(new Insert(chain, index + 1, index == rules.size(), text));
    rules.add(index, new RuleLine(1, text, 0));
  }
}
