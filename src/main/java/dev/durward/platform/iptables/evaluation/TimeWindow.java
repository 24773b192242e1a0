package dev.durward.platform.iptables.evaluation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code time} match, as xt_time.c reads the clock: in UTC, unless {@code --kerneltz} is there,
 * of which nobody can tell here.
 */
final class TimeWindow {
  private final Map<String, String> options = new HashMap<>();

  /** Takes one of its options. */
  boolean take(String option, String value, boolean negated) {
    return switch (option) {
      case "--timestart", "--timestop", "--datestart", "--datestop" ->
          !negated && options.put(option, value) == null;
      case "--weekdays", "--monthdays" ->
          options.put((negated ? "! " : "") + option, value) == null;
      default -> false;
    };
  }

  boolean isAsked() {
    return !options.isEmpty();
  }

  /** Whether a moment lies in it; empty if a value is not understood. */
  Optional<Boolean> contains(Instant moment) {
    try {
      LocalDateTime now = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
      return Optional.of(isInDates(now) && isInHours(now.toLocalTime()) && isOnDay(now));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean isInDates(LocalDateTime now) {
    boolean begun = !date("--datestart", LocalDateTime.MIN).isAfter(now);
    return begun && !date("--datestop", LocalDateTime.MAX).isBefore(now.withNano(0));
  }

  private LocalDateTime date(String option, LocalDateTime absent) {
    String text = options.get(option);
    return text == null ? absent : LocalDateTime.parse(text);
  }

  private boolean isInHours(LocalTime now) {
    LocalTime start = time("--timestart", LocalTime.MIN);
    LocalTime stop = time("--timestop", LocalTime.of(23, 59, 59));
    LocalTime time = now.withNano(0);
    boolean begun = !time.isBefore(start);
    boolean ended = time.isAfter(stop);
    return start.isBefore(stop) ? begun && !ended : begun || !ended;
  }

  private LocalTime time(String option, LocalTime absent) {
    String text = options.get(option);
    return text == null ? absent : LocalTime.parse(text);
  }

  private boolean isOnDay(LocalDateTime now) {
    String day = now.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
    return isListed("--weekdays", day, List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
        && isListed("--monthdays", Integer.toString(now.getDayOfMonth()), List.of());
  }

  private boolean isListed(String option, String value, List<String> known) {
    for (String form : List.of(option, "! " + option)) {
      String list = options.get(form);
      if (list != null) {
        List<String> days = Arrays.asList(list.toLowerCase(Locale.ROOT).split(","));
        if (!known.isEmpty() && !known.containsAll(days)) {
          throw new DateTimeException(list);
        }
        if (days.contains(value) != form.equals(option)) {
          return false;
        }
      }
    }
    return true;
  }
}
