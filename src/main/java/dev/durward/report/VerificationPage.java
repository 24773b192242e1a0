package dev.durward.report;

import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a verification found, as one HTML page that needs nothing beside itself: no script, no font,
 * no network.
 *
 * @param report the findings
 * @param occasion where and when they were made
 */
public record VerificationPage(VerificationReport report, Occasion occasion) {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The document, with a line end. */
  public String html() {
    StringBuilder html = new StringBuilder();
    String host = Markup.escape(occasion.host());
    // The policy forbids every request, and every script, whatever a name may bring in.
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
        <link rel="icon" href="data:,"/>
        """);
    html.append("<title>").append(host).append(": ").append(headline()).append("</title>\n");
    html.append("<style>\n").append(stylesheet()).append("</style>\n</head>\n<body>\n");
    header(html, host);
    html.append("<main>\n");
    reasons(html);
    report.byPolicy().forEach((policy, part) -> html.append(new PolicyTable(policy, part).html()));
    html.append(new Timelines(report.lifetimes(), occasion.end()).html());
    notes(html);
    html.append("</main>\n");
    html.append(
        """
        <footer>
        <p>What a rule asks for and what a probe saw are kept apart: open a port for both.
        Not tested is not passed.</p>
        <p>Written by <code>durward verify</code>.</p>
        </footer>
        </body>
        </html>
        """);
    return html.toString();
  }

  private String headline() {
    return report.complete() ? found() : "interrupted: " + found();
  }

  private String found() {
    long failed = report.count(Verdict.FAIL);
    long untested = report.count(Verdict.UNTESTED);
    if (failed > 0) {
      return failed + " of " + report.results().size() + " not as written";
    }
    if (untested > 0) {
      return untested + " of " + report.results().size() + " not proved";
    }
    return report.results().isEmpty() ? "nothing to probe" : "everything as written";
  }

  private void header(StringBuilder html, String host) {
    html.append("<header class=\"").append(overall()).append("\">\n");
    html.append("<p class=\"host\"><bdi>").append(host).append("</bdi></p>\n");
    html.append("<h1>").append(capitalized(headline())).append("</h1>\n<ul class=\"counts\">\n");
    for (Verdict verdict : Verdict.values()) {
      html.append("<li class=\"").append(verdict.word()).append("\">");
      html.append(Sign.of(verdict)).append("<b>").append(report.count(verdict)).append("</b> ");
      html.append(verdict.word()).append("</li>\n");
    }
    html.append("</ul>\n<div class=\"bar\" aria-hidden=\"true\">");
    for (Verdict verdict : Verdict.values()) {
      long count = report.count(verdict);
      if (count > 0) {
        html.append("<span class=\"").append(verdict.word());
        html.append("\" style=\"flex-grow:").append(count).append("\"></span>");
      }
    }
    html.append("</div>\n<dl class=\"facts\">\n");
    fact(
        html,
        "Vantage",
        "<b>" + Markup.escape(report.vantage()) + "</b>: " + Markup.escape(report.standpoint()));
    String when = "<time datetime=\"" + occasion.end() + "\">" + WHEN.format(occasion.end());
    fact(html, "When", when + "</time>");
    fact(html, "Took", Seconds.rounded(report.elapsed()));
    html.append("</dl>\n</header>\n");
  }

  private Verdict worst() {
    return report.count(Verdict.FAIL) > 0
        ? Verdict.FAIL
        : report.count(Verdict.UNTESTED) > 0 || report.results().isEmpty()
            ? Verdict.UNTESTED
            : Verdict.PASS;
  }

  private String overall() {
    return worst().word();
  }

  private static void fact(StringBuilder html, String name, String markup) {
    html.append("<div><dt>").append(name).append("</dt><dd>").append(markup);
    html.append("</dd></div>\n");
  }

  private static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Each reason once, with the rules that it concerns. */
  private void reasons(StringBuilder html) {
    if (worst() == Verdict.PASS) {
      return;
    }
    html.append("<section aria-labelledby=\"reasons\">\n");
    html.append("<h2 id=\"reasons\">What to look at</h2>\n<ul class=\"reasons\">\n");
    for (Verdict verdict : new Verdict[] {Verdict.FAIL, Verdict.UNTESTED}) {
      Map<String, Map<String, Long>> byReason =
          report.results().stream()
              .filter(result -> result.judgement().verdict() == verdict)
              .collect(
                  Collectors.groupingBy(
                      result -> result.judgement().reason(),
                      LinkedHashMap::new,
                      Collectors.groupingBy(
                          VerificationPage::name, LinkedHashMap::new, Collectors.counting())));
      byReason.forEach(
          (reason, rules) -> {
            html.append("<li class=\"").append(verdict.word()).append("\">");
            html.append(Sign.of(verdict)).append("<div>").append(Markup.escape(reason));
            html.append("<span class=\"rules\">")
                .append(names(rules))
                .append("</span></div></li>\n");
          });
    }
    html.append("</ul>\n</section>\n");
  }

  private static String name(Result result) {
    return result.rule().policy() + "/" + result.rule().rule();
  }

  private static String names(Map<String, Long> rules) {
    return rules.entrySet().stream()
        .map(
            rule ->
                "<bdi>"
                    + Markup.escape(rule.getKey())
                    + "</bdi>"
                    + (rule.getValue() > 1 ? " (" + rule.getValue() + ")" : ""))
        .collect(Collectors.joining(", "));
  }

  private void notes(StringBuilder html) {
    if (report.notes().isEmpty()) {
      return;
    }
    html.append("<section aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<ul>\n");
    for (String note : report.notes()) {
      html.append("<li>").append(Markup.escape(note)).append("</li>\n");
    }
    html.append("</ul>\n</section>\n");
  }

  private static String stylesheet() {
    try (InputStream css = VerificationPage.class.getResourceAsStream("page.css")) {
      if (css == null) {
        throw new IllegalStateException("the style sheet is part of the jar");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
