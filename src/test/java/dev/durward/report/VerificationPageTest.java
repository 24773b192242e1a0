package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page as a document; it is written so that a parser of XML reads it too. */
class VerificationPageTest {
  private static final String LARGE = html(Verifications.large());

  private static String html(VerificationReport report) {
    return new VerificationPage(report, Verifications.OCCASION).html();
  }

  private static List<Element> all(Document page, String name) {
    List<Element> elements = new ArrayList<>();
    NodeList found = page.getElementsByTagName(name);
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document page, String name) {
    return all(page, name).stream().map(Element::getTextContent).toList();
  }

  @Test
  void saysAtTheTopHowItIs() throws Exception {
    Document page = StrictXml.parse(LARGE);
    assertEquals(List.of("5 of 29 not as written"), texts(page, "h1"));
    assertEquals(List.of("web-1.example.com: 5 of 29 not as written"), texts(page, "title"));
    String header = page.getElementsByTagName("header").item(0).getTextContent();
    assertTrue(header.contains("✓17 passed"), header);
    assertTrue(header.contains("✗5 failed"), header);
    assertTrue(header.contains("?7 untested"), header);
    assertTrue(header.contains("netns: packets cross INPUT"), header);
    assertTrue(header.contains("1 June 2026, 09:30:05 UTC"), header);
    assertEquals(
        List.of("What to look at", "web-server", "baseline", "Certificates", "Notes"),
        texts(page, "h2"));
  }

  @Test
  void hasTheEvidenceBehindEachPort() throws Exception {
    Document page = StrictXml.parse(LARGE);
    List<Element> details = all(page, "details");
    List<Result> results = Verifications.large().results();
    assertEquals(Strand.byVerdict(results).size(), details.size());
    for (Element each : details) {
      String summary = each.getElementsByTagName("summary").item(0).getTextContent();
      String verdict = each.getAttribute("class");
      String sign = Map.of("passed", "✓", "failed", "✗", "untested", "?").get(verdict);
      assertTrue(summary.startsWith(sign + verdict + ": "), "never by colour alone: " + summary);
      assertEquals(verdict.equals("failed"), each.hasAttribute("open"));
      assertTrue(each.getElementsByTagName("dd").getLength() >= 2);
    }
    String failed =
        details.stream()
            .map(Element::getTextContent)
            .filter(text -> text.contains("8443/tcp"))
            .findFirst()
            .get();
    assertTrue(failed.contains("8443/tcp filtered"), failed);
    assertTrue(failed.contains("no answer within 2 s"), failed);
    assertTrue(failed.contains("2003 ms (sent once)"), failed);
  }

  @Test
  void whatIsServedStandsInItsFamily() throws Exception {
    Document page = StrictXml.parse(html(Verifications.services()));
    for (Element cell : all(page, "td")) {
      String text = cell.getTextContent();
      boolean four = cell.getAttribute("data-column").equals("IPv4");
      assertEquals(four, text.contains("443 2 checks") && text.contains("9 days left"), text);
      assertEquals(!four, text.contains("8443 4 checks") && text.contains("speaks SSH"), text);
    }
  }

  @Test
  void readersFindTheirWay() throws Exception {
    Document page = StrictXml.parse(LARGE);
    assertEquals("en", page.getDocumentElement().getAttribute("lang"));
    assertEquals(2, all(page, "caption").size());
    List<Element> headings = all(page, "th");
    assertTrue(headings.stream().allMatch(th -> th.getAttribute("scope").matches("row|col")));
    assertEquals(5, headings.stream().filter(th -> th.getAttribute("scope").equals("row")).count());
    for (Element row : all(page, "tr")) {
      int columns =
          ((Element) row.getParentNode().getParentNode())
              .getElementsByTagName("tr")
              .item(0)
              .getChildNodes()
              .getLength();
      int cells =
          row.getElementsByTagName("th").getLength() + row.getElementsByTagName("td").getLength();
      assertEquals(columns, cells);
    }
  }

  @Test
  void needsNothingBesideItself() {
    for (String foreign : List.of("<script", "http:", "https:", "src=", "url(", "@import", "//")) {
      assertFalse(LARGE.contains(foreign), foreign);
    }
    assertTrue(LARGE.contains("default-src 'none'"));
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, everything as written",
    "FAIL, 1 of 1 not as written",
    "UNTESTED, 1 of 1 not proved"
  })
  void neverSaysMoreThanIsProved(Verdict verdict, String headline) throws Exception {
    VerificationReport small = Verifications.small();
    VerificationReport one =
        Verifications.report(
            small.results().stream()
                .filter(result -> result.judgement().verdict() == verdict)
                .toList());
    assertTrue(html(one).contains("<title>web-1.example.com: " + headline + "</title>"));
    assertEquals(verdict != Verdict.PASS, html(one).contains("What to look at"));
  }

  @Test
  void nothingProbedIsNothingProved() throws Exception {
    Document page = StrictXml.parse(html(Verifications.report(List.of())));
    assertEquals(List.of("Nothing to probe"), texts(page, "h1"));
    assertEquals("untested", all(page, "header").get(0).getAttribute("class"));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyTextComesBackAsItWas(long seed) throws Exception {
    VerificationReport report = Verifications.nasty(seed);
    Document page = StrictXml.parse(html(report));
    List<String> names = texts(page, "bdi");
    List<String> facts = texts(page, "dd");
    report
        .results()
        .forEach(
            result -> {
              assertTrue(names.contains(StrictXml.held(result.rule().rule())), names.toString());
              assertTrue(facts.contains(StrictXml.held(result.subject())), facts.toString());
            });
    assertTrue(facts.contains(StrictXml.held(report.results().get(0).judgement().reason())));
    assertTrue(texts(page, "li").contains(StrictXml.held(report.notes().get(0))));
    assertEquals(2, all(page, "details").size());
  }

  /** WCAG 2.1, success criterion 1.4.3. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void coloursAreFarEnoughApart(int scheme) {
    Matcher schemes = Pattern.compile(":root \\{([^}]*--untested-ground[^}]*)\\}").matcher(LARGE);
    for (int i = 0; i <= scheme; i++) {
      assertTrue(schemes.find());
    }
    Map<String, Double> luminance = new HashMap<>();
    Matcher colours = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});").matcher(schemes.group(1));
    while (colours.find()) {
      luminance.put(colours.group(1), luminance(Integer.parseInt(colours.group(2), 16)));
    }
    List<String> pairs = new ArrayList<>();
    for (String text : List.of("ink", "soft")) {
      pairs.addAll(List.of(text + " ground", text + " sheet"));
    }
    for (String verdict : List.of("passed", "failed", "untested")) {
      pairs.add(verdict + " sheet");
      pairs.add(verdict + " " + verdict + "-ground");
      pairs.add("ink " + verdict + "-ground");
    }
    for (String pair : pairs) {
      String[] names = pair.split(" ", -1);
      double one = luminance.getOrDefault(names[0], Double.NaN);
      double two = luminance.getOrDefault(names[1], Double.NaN);
      double contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
      assertTrue(contrast >= 4.5, pair + ": " + contrast);
    }
  }

  private static double luminance(int rgb) {
    double[] weights = {0.0722, 0.7152, 0.2126};
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double part = ((rgb >> (8 * i)) & 0xff) / 255.0;
      sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
