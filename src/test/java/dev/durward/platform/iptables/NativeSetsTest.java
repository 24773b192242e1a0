package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NativeSetsTest {
  private static final String TABLE =
      """
      table ip filter {
      }
      """;

  private static final String NAT =
      """
      ip nat @__set0
      \telement 00001600  : 0 [end]
      \telement 00005000  : 0 [end]
      """;

  private static final String RULE =
      """
      ip filter INPUT
        [ immediate reg 0 accept ]

      """;

  private static boolean isSure(String text) {
    return NativeSets.showsNoSet("ip", "INPUT", text);
  }

  @Test
  void onlyWhereARuleIsShownIsItSureThatNoSetIs() {
    assertTrue(isSure(TABLE + RULE));
    assertFalse(isSure(TABLE), "a program that tells nothing of its work");
    assertFalse(isSure(RULE), "nothing of the table");
    assertFalse(isSure(""), "silent");
  }

  @Test
  void setsOfOtherTablesAreOfNoMatter() {
    assertTrue(isSure(NAT + TABLE + "table ip nat {\n}\n" + RULE));
  }

  @Test
  void whatIsNotKnownIsTakenForASet() {
    assertFalse(isSure("ip filter @__set0\n\telement 00001600  : 0 [end]\n" + TABLE + RULE));
    assertFalse(isSure("table ip filter {\n\tset q {\n\t}\n}\n" + RULE));
    assertFalse(isSure("set ip filter __set0\n" + TABLE + RULE));
    assertFalse(isSure(TABLE + "another word\n" + RULE));
  }
}
