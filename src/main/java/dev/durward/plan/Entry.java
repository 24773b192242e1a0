package dev.durward.plan;

/**
 * One line that a host keeps, or is to keep, for a rule.
 *
 * @param mark whose it is
 * @param place where it is kept, as the platform names it ({@code iptables DURWARD-IN-ALLOW})
 * @param text the line in the platform's own words, in its canonical form, without the place
 */
public record Entry(Mark mark, String place, String text) {}
