package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JunitReportTest {
  private static String xml(VerificationReport report) {
    return new JunitReport(report, Verifications.OCCASION).xml();
  }

  @Test
  void hasACaseForEachProbe() {
    assertEquals(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="durward verify" tests="3" failures="1" errors="0" time="2.345">
          <testsuite name="web from netns" hostname="web-1.example.com" \
        timestamp="2026-06-01T09:30:02" tests="3" failures="1" errors="0" time="2.345" skipped="1">
            <properties>
              <property name="policy" value="web"/>
              <property name="vantage" value="netns"/>
            </properties>
            <testcase name="tcp 192.0.2.1:443 from 198.18.83.1" classname="web/HTTPS" time="0.004">
              <system-out>meant to be: open
        seen: open: an answer came
        which means: open
        probe: tcp 192.0.2.1:443 from 198.18.83.1
        took: 4 ms (sent once)</system-out>
            </testcase>
            <testcase name="tcp [2001:db8::1]:8443 from 2001:db8:83::1" \
        classname="web/A &lt;b&gt; &amp; &quot;c&quot; \\ &#39;d&#39;" time="2.003">
              <failure message="meant to be open, but no answer came" type="filtered">\
        meant to be: open
        seen: filtered: no answer within 2 s
        which means: meant to be open, but no answer came
        probe: tcp [2001:db8::1]:8443 from 2001:db8:83::1
        took: 2003 ms (sent once)</failure>
            </testcase>
            <testcase name="out" classname="web/HTTPS" time="0">
              <skipped message="connections that this host opens are not probed"/>
              <system-out>seen: untested: connections that this host opens are not probed
        part: out</system-out>
            </testcase>
            <system-out>the rules&#39; counters could not be read: &lt;none&gt;</system-out>
          </testsuite>
        </testsuites>
        """,
        xml(Verifications.small()));
  }

  @Test
  void countsEachPolicyApart() throws Exception {
    VerificationReport report = Verifications.large();
    Document document = StrictXml.parse(xml(report));
    assertEquals(2, document.getElementsByTagName("testsuite").getLength());
    assertEquals(report.results().size(), document.getElementsByTagName("testcase").getLength());
    assertEquals(report.count(Verdict.FAIL), document.getElementsByTagName("failure").getLength());
    assertEquals(
        report.count(Verdict.UNTESTED), document.getElementsByTagName("skipped").getLength());
    for (int i = 0; i < 2; i++) {
      Element suite = (Element) document.getElementsByTagName("testsuite").item(i);
      String tests = suite.getAttribute("tests");
      assertEquals(tests, "" + suite.getElementsByTagName("testcase").getLength());
      String failures = suite.getAttribute("failures");
      assertEquals(failures, "" + suite.getElementsByTagName("failure").getLength());
    }
  }

  @Test
  void isADocumentWithoutAnyResult() throws Exception {
    Document document = StrictXml.parse(xml(Verifications.report(List.of())));
    assertEquals("0", document.getDocumentElement().getAttribute("tests"));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyTextComesBackAsItWas(long seed) throws Exception {
    VerificationReport report = Verifications.nasty(seed);
    Document document = StrictXml.parse(xml(report));
    for (int i = 0; i < report.results().size(); i++) {
      Result result = report.results().get(i);
      Element test = (Element) document.getElementsByTagName("testcase").item(i);
      assertEquals(StrictXml.held(result.subject()), test.getAttribute("name"));
      assertEquals(
          StrictXml.held(result.rule().policy() + "/" + result.rule().rule()),
          test.getAttribute("classname"));
      String element = result.judgement().verdict() == Verdict.FAIL ? "failure" : "skipped";
      Element outcome = (Element) test.getElementsByTagName(element).item(0);
      assertEquals(StrictXml.held(result.judgement().reason()), outcome.getAttribute("message"));
    }
    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertEquals(
        StrictXml.held(report.notes().get(0)),
        suite.getLastChild().getPreviousSibling().getTextContent());
  }
}
