package dev.durward.platform.firewalld;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.plan.Mark;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose each rule is, in a description, and what firewalld lists. */
class LedgerTest {
  private static final String RULE = "rule priority=\"1\" port port=\"%d\" protocol=\"tcp\" accept";

  @Test
  void isReadAsItWasWritten() {
    List<String> names = List.of("a", "a | b", "%7C+ x", "é €", "a/b", "\"q\" <&> 'r'", " x ");
    Ledger ledger =
        new Ledger(
            names.stream()
                .map(
                    name ->
                        new Ledger.Line(new Mark("web", name), RULE.formatted(names.indexOf(name))))
                .toList());
    assertEquals(ledger, Ledger.parse(ledger.text()));
    assertEquals(ledger, Ledger.parse(ledger.text() + " | somebody's | durward:x/%GG " + RULE));
    assertEquals(ledger, ledger.with(ledger));
    assertEquals(List.of(), Ledger.parse("Allows basic IPv6 functionality.").lines());
  }

  @Test
  void listsAreReadByName() {
    String list =
        """
        public (default, active)
          target: default
          interfaces: eth0 eth1
          rich rules:\s
        \trule family="ipv4" source address="192.0.2.7" drop
        \trule priority="1" accept

        work
          target: DROP
          rich rules:\s
        """;
    Map<String, Section> sections = Section.parse(list);
    assertEquals(List.of("public", "work"), List.copyOf(sections.keySet()));
    Section zone = sections.getOrDefault("public", Section.NONE);
    assertEquals(List.of("eth0", "eth1"), zone.words("interfaces"));
    assertEquals("rule priority=\"1\" accept", zone.richRules().get(1));
    assertEquals("DROP", sections.getOrDefault("work", Section.NONE).setting("target"));
  }
}
