package dev.durward.report;

import dev.durward.probe.verification.Lifetime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long the certificates are valid that were seen, as lines in HTML along one scale: from a
 * month ago to a year ahead. The one that ends first stands first.
 *
 * @param lifetimes theirs
 * @param now where the scale's today is
 */
record Timelines(List<Lifetime> lifetimes, Instant now) {
  private static final double DAYS_BEFORE = 31;
  private static final double DAYS_AFTER = 366;

  /** A third of what the shortest-lived that are renewed by hand have. */
  private static final long SOON_DAYS = 30;

  private static final double ALL = 100.0;

  /**
   * A certificate, however many ports show it.
   *
   * @param subject whose it is
   */
  private record Certificate(String subject, Instant from, Instant to) {}

  /** The section; nothing if no certificate was seen. */
  String html() {
    if (lifetimes.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<section aria-labelledby=\"certificates\">\n");
    html.append("<h2 id=\"certificates\">Certificates</h2>\n");
    html.append("<p class=\"scale\" aria-hidden=\"true\">");
    tick(html, 0, "today");
    tick(html, 91, "3 months");
    tick(html, 183, "6 months");
    tick(html, 365, "a year");
    html.append("</p>\n<ul class=\"lifetimes\">\n");
    certificates().forEach((certificate, shownBy) -> line(html, certificate, shownBy));
    return html.append("</ul>\n</section>\n").toString();
  }

  private static void tick(StringBuilder html, double days, String words) {
    html.append("<span style=\"left:").append(percent(DAYS_BEFORE + days)).append("\">");
    html.append(words).append("</span>");
  }

  private Map<Certificate, List<String>> certificates() {
    Map<Certificate, List<String>> ports = new LinkedHashMap<>();
    lifetimes.stream()
        .sorted(Comparator.comparing(Lifetime::notAfter))
        .forEach(
            each -> {
              Certificate one = new Certificate(each.subject(), each.notBefore(), each.notAfter());
              List<String> shownBy = ports.computeIfAbsent(one, none -> new ArrayList<>());
              if (!shownBy.contains(each.target().toString())) {
                shownBy.add(each.target().toString());
              }
            });
    return ports;
  }

  private void line(StringBuilder html, Certificate one, List<String> shownBy) {
    html.append("<li class=\"").append(colour(one)).append("\"><div><b><bdi>");
    html.append(Markup.escape(one.subject())).append("</bdi></b> <span class=\"ends\">");
    html.append(words(one)).append("</span>\n<span class=\"rules\">");
    html.append(shownBy.stream().map(Markup::escape).collect(Collectors.joining(", ")));
    html.append("</span></div>\n<div class=\"time\" aria-hidden=\"true\">");
    double left = position(one.from());
    double width = position(one.to()) - left;
    html.append("<span class=\"life\" style=\"left:").append(percent(left));
    html.append(";width:").append(percent(width)).append("\"></span>");
    html.append("<span class=\"today\" style=\"left:").append(percent(DAYS_BEFORE));
    html.append("\"></span></div></li>\n");
  }

  private String colour(Certificate one) {
    if (now.isBefore(one.from()) || now.isAfter(one.to())) {
      return "failed";
    }
    return Duration.between(now, one.to()).toDays() < SOON_DAYS ? "soon" : "passed";
  }

  private String words(Certificate one) {
    if (now.isBefore(one.from())) {
      return "not valid before " + day(one.from());
    }
    long days = Duration.between(now, one.to()).toDays();
    return now.isAfter(one.to())
        ? "ended on " + day(one.to())
        : "until " + day(one.to()) + ", " + days + (days == 1 ? " day left" : " days left");
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  /** Days from the scale's beginning, not beyond its ends. */
  private double position(Instant instant) {
    double days = Duration.between(now, instant).toHours() / 24.0 + DAYS_BEFORE;
    return Math.max(0, Math.min(DAYS_BEFORE + DAYS_AFTER, days));
  }

  private static String percent(double days) {
    return String.format(Locale.ROOT, "%.2f%%", days * ALL / (DAYS_BEFORE + DAYS_AFTER));
  }
}
