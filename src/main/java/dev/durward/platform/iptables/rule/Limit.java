package dev.durward.platform.iptables.rule;

import dev.durward.model.RateLimit;
import java.util.List;
import java.util.Optional;

/**
 * Rates as the {@code limit} match keeps them: not the rate but the time between two packets, in
 * whole ten-thousandths of a second (xt_limit.h, XT_LIMIT_SCALE), printed in the largest unit that
 * shows it.
 */
public final class Limit {
  private static final int SCALE = 10_000;

  /**
   * With the burst that nobody names, 5, longer ones overflow xt_limit's 32 bits of credit: it
   * refuses 3/day, and keeps 2/day with another burst (user2credits).
   */
  private static final long LONGEST = 6 * 3_600L * SCALE;

  private record Unit(String name, long span) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("day", 86_400L * SCALE),
          new Unit("hour", 3_600L * SCALE),
          new Unit("min", 60L * SCALE),
          new Unit("sec", SCALE));

  private Limit() {}

  /** The rate as {@code iptables-save} prints it. */
  static String text(RateLimit limit) {
    return print(period(limit.count(), (long) limit.unit().seconds() * SCALE));
  }

  /** A rate as a user may have written it ({@code 60/minute}) in the form that is printed. */
  static String canonical(String rate) {
    int slash = rate.indexOf('/');
    Optional<Unit> unit =
        UNITS.stream()
            .filter(u -> slash > 0 && rate.startsWith(u.name().substring(0, 1), slash + 1))
            .findFirst();
    try {
      int count = Integer.parseInt(slash < 0 ? rate : rate.substring(0, slash));
      return print(period(count, unit.map(Unit::span).orElse((long) SCALE)));
    } catch (NumberFormatException | ArithmeticException e) {
      return rate;
    }
  }

  /** The limit that is printed so; empty if none is. */
  static Optional<RateLimit> parse(String printed) {
    int slash = printed.indexOf('/');
    String digits = printed.substring(0, Math.max(slash, 0));
    if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Character::isDigit)) {
      return Optional.empty();
    }
    for (RateLimit.Unit unit : RateLimit.Unit.values()) {
      RateLimit limit = new RateLimit(Math.max(1, Integer.parseInt(digits)), unit);
      if (isExpressible(limit) && text(limit).equals(printed)) {
        return Optional.of(limit);
      }
    }
    return Optional.empty();
  }

  /** Whether the kernel would keep the rate to within one hundredth, and not let more pass. */
  public static boolean isExpressible(RateLimit limit) {
    long span = (long) limit.unit().seconds() * SCALE;
    long period = span / limit.count();
    return period > 0 && period <= LONGEST && (double) span / period <= limit.count() * 1.01;
  }

  private static long period(int count, long span) {
    return span / count;
  }

  /** As print_rate of libxt_limit.c does it. */
  private static String print(long period) {
    int chosen = 0;
    for (int i = 1; i < UNITS.size(); i++) {
      long span = UNITS.get(i).span();
      if (period > span || span / period < span % period) {
        break;
      }
      chosen = i;
    }
    return UNITS.get(chosen).span() / period + "/" + UNITS.get(chosen).name();
  }
}
