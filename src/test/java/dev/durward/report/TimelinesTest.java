package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import dev.durward.probe.verification.Lifetime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelinesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T09:30:05Z");

  private static Lifetime lifetime(String to, int first, int last) {
    return new Lifetime(
        new Mark("web", "Web"),
        new Endpoint(IpAddress.parse(to).orElseThrow(), 443),
        "CN=<a>",
        NOW.plus(first, ChronoUnit.DAYS),
        NOW.plus(last, ChronoUnit.DAYS));
  }

  @ParameterizedTest
  @CsvSource({
    "-100, 100, passed, 'until 2026-09-09, 100 days left', left:0.00%;width:33.00%",
    "-100, 30, passed, 'until 2026-07-01, 30 days left', left:0.00%;width:15.37%",
    "0, 1, soon, 'until 2026-06-02, 1 day left', left:7.81%;width:0.25%",
    "-9000, 9000, passed, 'until 2051-01-21, 9000 days left', left:0.00%;width:100.00%",
    "-100, -50, failed, ended on 2026-04-12, left:0.00%;width:0.00%",
    "9, 400, failed, not valid before 2026-06-10, left:10.08%;width:89.92%",
  })
  void drawsALine(int first, int last, String verdict, String words, String line) {
    String html = new Timelines(List.of(lifetime("192.0.2.1", first, last)), NOW).html();
    assertTrue(html.contains("<li class=\"" + verdict + "\">"), html);
    assertTrue(html.contains(words), html);
    assertTrue(html.contains(line), html);
    assertTrue(html.contains("CN=&lt;a&gt;"), html);
  }

  @Test
  void oneThatSeveralPortsShowIsOneLine() {
    List<Lifetime> all = List.of(lifetime("192.0.2.1", 0, 9), lifetime("2001:db8::1", 0, 9));
    String html = new Timelines(all, NOW).html();
    assertEquals(1, html.split("<li", -1).length - 1, html);
    assertTrue(html.contains("192.0.2.1:443, [2001:db8::1]:443"), html);
  }

  @Test
  void withoutCertificatesThereIsNoSection() {
    assertEquals("", new Timelines(List.of(), NOW).html());
  }
}
