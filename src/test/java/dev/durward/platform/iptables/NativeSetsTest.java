package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NativeSetsTest {
  private static final String RULES =
      """
      ip filter INPUT 5 4
        [ match name conntrack rev 3 ]
        [ immediate reg 0 accept ]

      """;

  private static final String LIST =
      """
      table ip filter {
      \tchain INPUT {
      """;

  private static boolean isSure(String text) {
    return NativeSets.showsRulesAlone("ip", "INPUT", text);
  }

  @Test
  void onlyWhereRulesAreShownIsItSureThatNoSetIs() {
    assertTrue(isSure(RULES + LIST));
    assertFalse(isSure(LIST), "a program that tells nothing of its work");
    assertFalse(isSure(RULES), "cut short");
    assertFalse(isSure(""), "silent");
  }

  @Test
  void whatIsNotKnownIsTakenForASet() {
    assertFalse(isSure("ip filter @__set0\n\telement 00001600  : 0 [end]\n" + RULES + LIST));
    assertFalse(isSure("set ip filter __set0\n" + RULES + LIST));
    assertFalse(isSure(RULES + "another word\n" + LIST));
  }
}
