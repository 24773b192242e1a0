package dev.durward.report;

import dev.durward.report.Finding.State;
import java.util.List;
import java.util.Locale;

/**
 * What a host has and what follows from it.
 *
 * @param findings in the order in which they were looked at
 */
public record DoctorView(List<Finding> findings) {
  public DoctorView {
    findings = List.copyOf(findings);
  }

  /** Whether Durward can work on the host. */
  public boolean isWell() {
    return findings.stream().noneMatch(finding -> finding.state() == State.MISSING);
  }

  /** For people, each line ended. */
  public String text(Style style) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      String subject = String.format(Locale.ROOT, "%-14s", finding.subject());
      String line = Wrap.paragraph("", " ".repeat(24), "        " + subject + finding.message());
      text.append(mark(style, finding.state())).append(line.substring(8)).append('\n');
      finding
          .remedy()
          .map(remedy -> Wrap.paragraph(" ".repeat(24), " ".repeat(24), "try: " + remedy))
          .ifPresent(remedy -> text.append(remedy).append('\n'));
    }
    return text.append('\n')
        .append(isWell() ? "Durward can work here." : "Durward can't change this host as it is.")
        .append('\n')
        .toString();
  }

  private static String mark(Style style, State state) {
    return switch (state) {
      case OK -> style.good("ok      ");
      case NOTE -> "note    ";
      case WARNING -> style.changed("warning ");
      case MISSING -> style.bad("missing ");
    };
  }

  /** For machines: format {@code durward.doctor/1}. */
  public String json() {
    return Json.document(
        "durward.doctor/1",
        json -> {
          json.writeBooleanField("well", isWell());
          Json.array(
              json,
              "findings",
              findings,
              (out, finding) -> {
                out.writeStringField("state", finding.state().name().toLowerCase(Locale.ROOT));
                out.writeStringField("subject", finding.subject());
                out.writeStringField("message", finding.message());
                out.writeStringField("remedy", finding.remedy().orElse(""));
              });
        });
  }
}
