package dev.durward.report;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who decides about the ports of a host, a line each.
 *
 * @param rows those that matter, in the order of the table
 * @param notices about the whole host
 */
public record PortsView(Direction direction, List<Row> rows, List<Diagnostic> notices) {
  private static final List<String> HEADINGS =
      List.of("PORT", "LISTENER", "IPV4", "IPV6", "DECIDED BY");

  /**
   * Ports of which the same is to be said.
   *
   * @param ports {@code 443}, {@code 6000-6010} or {@code others}
   * @param protocol {@code tcp} or {@code udp}
   * @param listeners the addresses on which somebody waits; none if nobody does, or if that is not
   *     known
   * @param access in one word, of each family that is known: {@code allowed}, {@code shut}, {@code
   *     some} (may come in), {@code depends} or {@code away} (to another host)
   * @param decider the place that decides
   */
  public record Row(
      String ports,
      String protocol,
      List<String> listeners,
      Map<Family, String> access,
      String decider) {
    public Row {
      listeners = List.copyOf(listeners);
      access = Map.copyOf(access);
    }

    private List<String> cells() {
      return List.of(
          ports + "/" + protocol,
          listeners.isEmpty() ? "-" : String.join(" ", listeners),
          access.getOrDefault(Family.IPV4, "-"),
          access.getOrDefault(Family.IPV6, "-"),
          decider);
    }
  }

  public PortsView {
    rows = List.copyOf(rows);
    notices = List.copyOf(notices);
  }

  /** For people, each line ended. */
  public String text(Style style) {
    if (rows.isEmpty()) {
      return "no port is listened on or allowed\n";
    }
    List<List<String>> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(row.cells()));
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < HEADINGS.size(); column++) {
      int width = HEADINGS.get(column).length();
      for (List<String> line : lines) {
        width = Math.max(width, line.get(column).length());
      }
      widths.add(width);
    }
    StringBuilder text = new StringBuilder(style.bold(line(HEADINGS, widths, new Style(false))));
    text.append('\n');
    lines.forEach(line -> text.append(line(line, widths, style)).append('\n'));
    return text.toString();
  }

  private static String line(List<String> cells, List<Integer> widths, Style style) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      boolean last = column == cells.size() - 1;
      String padding = last ? "" : " ".repeat(widths.get(column) - cell.length() + 2);
      line.append(column == 2 || column == 3 ? painted(cell, style) : cell).append(padding);
    }
    return line.toString();
  }

  private static String painted(String word, Style style) {
    return switch (word) {
      case "allowed" -> style.good(word);
      case "shut" -> style.bad(word);
      case "-" -> word;
      default -> style.changed(word);
    };
  }

  /** For machines: format {@code durward.explain/1}. */
  public String json() {
    return Json.document(
        "durward.explain/1",
        json -> {
          json.writeStringField("direction", direction.word());
          Json.array(
              json,
              "ports",
              rows,
              (out, row) -> {
                out.writeStringField("ports", row.ports());
                out.writeStringField("protocol", row.protocol());
                out.writeArrayFieldStart("listeners");
                for (String listener : row.listeners()) {
                  out.writeString(listener);
                }
                out.writeEndArray();
                for (Family family : Family.values()) {
                  out.writeStringField(family.word(), row.access().getOrDefault(family, "unknown"));
                }
                out.writeStringField("decider", row.decider());
              });
          Json.notices(json, notices);
        });
  }
}
