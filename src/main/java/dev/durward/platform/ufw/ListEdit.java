package dev.durward.platform.ufw;

import java.util.ArrayList;
import java.util.List;

/**
 * A change of ufw's list of one family.
 *
 * @param kind what is done
 * @param at where, from 0
 * @param standing the rule that comes or goes
 */
record ListEdit(Kind kind, int at, Standing standing) {
  /** What is done. */
  enum Kind {
    APPEND,
    PREPEND,
    INSERT,
    /** Puts a rule in the place of the one about the same packets, which ufw does by itself. */
    REPLACE,
    DELETE;

    /**
     * What stands before the rule on ufw's command line.
     *
     * @param number the place, counted as ufw does
     */
    List<String> words(int number) {
      return new ArrayList<>(
          switch (this) {
            case APPEND, REPLACE -> List.<String>of();
            case PREPEND -> List.of("prepend");
            case INSERT -> List.of("insert", Integer.toString(number));
            case DELETE -> List.of("delete");
          });
    }
  }

  /** Whether one command does this in IPv4 and the other one in IPv6. */
  boolean isTwinOf(ListEdit other) {
    return kind == other.kind
        && kind != Kind.INSERT
        && standing.mark().equals(other.standing.mark())
        && bothFamilies(standing.rule()).equals(bothFamilies(other.standing.rule()));
  }

  private static UfwRule bothFamilies(UfwRule rule) {
    return rule.with(rule.match().ofNoFamily());
  }
}
