package dev.durward.platform.ufw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.plan.Mark;
import dev.durward.platform.ufw.ListEdit.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From one list to another: laws over generated lists. */
class ListEditsTest {
  private static final int LISTS = 3_000;

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private Standing standing(boolean own, List<Standing> list) {
    while (true) {
      String action =
          List.of("allow", "deny", "reject", own ? "allow" : "limit").get(random.nextInt(4));
      boolean catchAll = !own && random.nextInt(4) == 0;
      String tuple =
          action
              + " "
              + (random.nextBoolean() ? "tcp" : catchAll ? "any" : "udp")
              + " "
              + (catchAll ? "any" : List.of("22", "80", "80,443", "1:99").get(random.nextInt(4)))
              + " 0.0.0.0/0 any "
              + (catchAll || random.nextBoolean() ? "0.0.0.0/0" : "192.0.2." + random.nextInt(3))
              + " "
              + List.of("in", "in_eth0", "out").get(random.nextInt(3));
      UfwRule rule = UfwRule.parse(tuple).orElseThrow();
      if (!Spelling.isTaken(rule.match(), list)) {
        Mark mark = new Mark("web", "rule " + random.nextInt(9));
        return new Standing(rule, own ? Optional.of(mark) : Optional.empty());
      }
    }
  }

  private List<Standing> some(boolean own, int most, List<Standing> beside) {
    List<Standing> some = new ArrayList<>();
    for (int i = random.nextInt(most); i > 0; i--) {
      List<Standing> all = new ArrayList<>(beside);
      all.addAll(some);
      some.add(standing(own, all));
    }
    return some;
  }

  /** What ufw does with them (set_rule in backend_iptables.py of 0.36.2). */
  private static void run(ListEdit edit, List<Standing> list) {
    int there = -1;
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).rule().match().equals(edit.standing().rule().match())) {
        there = i;
      }
    }
    switch (edit.kind()) {
      case APPEND -> {
        assertEquals(-1, there, "it would overwrite a rule: " + edit);
        list.add(edit.standing());
      }
      case PREPEND, INSERT -> {
        assertEquals(-1, there, "it would be skipped: " + edit);
        list.add(edit.kind() == Kind.PREPEND ? 0 : edit.at(), edit.standing());
      }
      case REPLACE -> list.set(there, edit.standing());
      case DELETE -> assertEquals(edit.standing(), list.remove(there));
    }
  }

  private static List<Standing> foreign(List<Standing> list) {
    return list.stream().filter(each -> !each.isOwn()).toList();
  }

  private static List<String> own(List<Standing> list) {
    return list.stream()
        .filter(Standing::isOwn)
        .map(each -> each.mark().orElseThrow() + " " + each.rule().canonical().text())
        .sorted()
        .toList();
  }

  @Test
  void leadToTheRulesAndTouchNobodyElses() {
    for (int i = 0; i < LISTS; i++) {
      List<Standing> list = new ArrayList<>(some(false, 6, List.of()));
      for (Standing own : some(true, 5, list)) {
        list.add(random.nextInt(list.size() + 1), own);
      }
      List<Standing> before = List.copyOf(list);
      List<Standing> removed =
          list.stream().filter(each -> each.isOwn() && random.nextBoolean()).toList();
      List<Standing> added = some(true, 5, List.of());
      List<Standing> wanted = new ArrayList<>(list);
      wanted.removeAll(removed);
      wanted.addAll(added);
      boolean obstructed =
          wanted.stream()
              .filter(each -> each.isOwn() && each.rule().admits())
              .anyMatch(each -> new Order(before).overtakenBy(each.rule()).isPresent());
      if (obstructed) {
        continue;
      }
      new ListEdits(list).of(removed, added).forEach(edit -> run(edit, list));
      String message = "seed " + seed + ", list " + i + ": " + before + " to " + list;
      assertEquals(own(wanted), own(list), message);
      assertEquals(foreign(before), foreign(list), message);
      for (int at = 0; at < list.size(); at++) {
        assertTrue(!new Order(list).isMisplaced(at), message);
      }
    }
  }

  @Test
  void whatIsAboutTheSamePacketsIsSaidInOtherWords() {
    List<Standing> list =
        List.of(
            new Standing(
                UfwRule.parse("allow tcp 23 ::/0 any ::/0 in").orElseThrow(), Optional.empty()));
    UfwRule deny = UfwRule.parse("deny tcp 23 ::/0 any ::/0 in").orElseThrow();
    UfwRule said = Spelling.free(deny, list).orElseThrow();
    assertEquals("deny tcp 23,23 ::/0 any ::/0 in", said.text());
    assertEquals(deny, said.canonical());
  }

  @Test
  void tuplesAreReadAsTheyAreWritten() throws UserRules.Unreadable {
    String file =
        """
        *filter
        -A ufw-user-limit -j REJECT
        ### RULES ###

        ### tuple ### route:allow any any 0.0.0.0/0 any 0.0.0.0/0 in_eth0!out_eth1
        -A ufw-user-forward -i eth0 -o eth1 -j ACCEPT

        ### tuple ### allow any 80 0.0.0.0/0 any 0.0.0.0/0 WWW - in comment=64757277617264
        -A ufw-user-input -p tcp --dport 80 -j ACCEPT -m comment --comment 'dapp_WWW'
        -A ufw-user-input -p udp --dport 80 -j ACCEPT -m comment --comment 'dapp_WWW'

        ### tuple ### deny_log tcp 1:9 0.0.0.0/0 any 192.0.2.0/24 in comment=647572776172643a772f61
        -A ufw-user-logging-input -p tcp -j RETURN
        -A ufw-user-input -p tcp -m multiport --dports 1:9 -s 192.0.2.0/24 -j DROP

        ### END RULES ###
        -A ufw-user-input -j ACCEPT
        COMMIT
        """;
    UserRules rules = UserRules.parse(file);
    assertEquals(
        file.lines()
            .filter(line -> line.startsWith("### tuple ### "))
            .map(line -> line.replaceAll("### tuple ### | comment=.*", ""))
            .toList(),
        rules.list().stream().map(each -> each.rule().text()).toList());
    assertEquals(Optional.of(new Mark("w", "a")), rules.list().get(2).mark());
    assertEquals(
        List.of(1, 1, 2), rules.of("ufw-user-input").stream().map(UserRules.Line::of).toList());
  }
}
