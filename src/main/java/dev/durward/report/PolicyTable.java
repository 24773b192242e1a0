package dev.durward.report;

import dev.durward.model.Family;
import dev.durward.probe.Expected;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.verification.Judgement.Verdict;
import dev.durward.probe.verification.Result;
import dev.durward.probe.verification.VerificationReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The results of one policy as an HTML table: a row for each rule, a column for each family, in
 * each cell the ports, and behind each port the evidence. The roles are written out since a phone
 * shows the cells as blocks, which ends what they mean by themselves.
 *
 * @param policy its name
 * @param part its results
 */
record PolicyTable(String policy, VerificationReport part) {
  private static final String UNPROBED = "Without a probe";

  String html() {
    Map<String, List<Result>> rules =
        part.results().stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.rule().rule(), LinkedHashMap::new, Collectors.toList()));
    List<Column> columns = columns();
    StringBuilder html = new StringBuilder("<section>\n<h2><bdi>");
    html.append(Markup.escape(policy)).append("</bdi></h2>\n<table role=\"table\">\n");
    html.append("<caption class=\"heard\">Rules of the policy, and their ports in each family");
    html.append("</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
    html.append("<th scope=\"col\" role=\"columnheader\">Rule</th>");
    for (Column column : columns) {
      html.append("<th scope=\"col\" role=\"columnheader\">").append(column.title());
      html.append("</th>");
    }
    html.append("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    rules.forEach((rule, results) -> row(html, columns, rule, results));
    return html.append("</tbody>\n</table>\n</section>\n").toString();
  }

  /**
   * One column.
   *
   * @param family whose probes stand there; empty for what has no probe
   */
  private record Column(Optional<Family> family) {
    String title() {
      return family
          .map(
              known ->
                  switch (known) {
                    case IPV4 -> "IPv4";
                    case IPV6 -> "IPv6";
                  })
          .orElse(UNPROBED);
    }

    boolean holds(Result result) {
      Optional<Family> service = result.aspect().map(aspect -> aspect.target().address().family());
      return result.probe().map(Probe::family).or(() -> service).equals(family);
    }
  }

  /** Those that hold something. */
  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Family family : Family.values()) {
      columns.add(new Column(Optional.of(family)));
    }
    columns.add(new Column(Optional.empty()));
    columns.removeIf(column -> part.results().stream().noneMatch(column::holds));
    return columns;
  }

  private static void row(
      StringBuilder html, List<Column> columns, String rule, List<Result> results) {
    html.append("<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><bdi>");
    html.append(Markup.escape(rule)).append("</bdi>").append(aim(results)).append("</th>\n");
    for (Column column : columns) {
      List<Result> cell = results.stream().filter(column::holds).toList();
      html.append("<td role=\"cell\" data-column=\"").append(column.title()).append('"');
      html.append(cell.isEmpty() ? " class=\"empty\">" : ">").append("<div class=\"ports\">");
      Strand.byVerdict(cell).forEach(strand -> port(html, strand));
      html.append("</div></td>\n");
    }
    html.append("</tr>\n");
  }

  /** What the probes of a rule are meant to find. */
  private static String aim(List<Result> results) {
    Set<Expected> expected =
        results.stream()
            .flatMap(result -> result.probe().stream())
            .map(Probe::expected)
            .collect(Collectors.toCollection(TreeSet::new));
    String next = expected.remove(Expected.CLOSED) ? ", the ports next to it closed" : "";
    String words = expected.stream().map(Expected::word).collect(Collectors.joining(" or "));
    return words.isEmpty() ? "" : "<span class=\"aim\">meant to be " + words + next + "</span>";
  }

  private static void port(StringBuilder html, Strand strand) {
    Verdict verdict = strand.first().judgement().verdict();
    // What failed is told at once, also on paper.
    html.append("<details class=\"").append(verdict.word());
    html.append(verdict == Verdict.FAIL ? "\" open=\"open\">" : "\">").append("<summary>");
    html.append(Sign.spoken(verdict)).append(label(strand)).append("</summary>\n<dl>\n");
    for (Fact fact : strand.facts()) {
      html.append("<dt>").append(fact.name()).append("</dt><dd>");
      html.append(Markup.escape(fact.text())).append("</dd>\n");
    }
    html.append("</dl></details>\n");
  }

  private static String label(Strand strand) {
    return strand
        .first()
        .aspect()
        .map(
            aspect ->
                "<b>"
                    + aspect.target().port()
                    + "</b> "
                    + (strand.isSingle() ? aspect.check() : strand.results().size() + " checks"))
        .orElseGet(() -> label(new Run(strand.results())));
  }

  private static String label(Run run) {
    Result result = run.first();
    Outcome outcome = result.observation().outcome();
    String seen =
        outcome == Outcome.UNTESTED ? "" : " <span class=\"seen\">" + outcome.word() + "</span>";
    return result
            .probe()
            .map(
                probe ->
                    "<b>"
                        + run.ports()
                        + "</b>/"
                        + probe.transport().word()
                        + probe
                            .networkInterface()
                            .map(name -> " " + Markup.escape(name))
                            .orElse(""))
            .orElseGet(() -> Markup.escape(result.subject()))
        + seen;
  }
}
