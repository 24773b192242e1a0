package dev.durward.probe;

import dev.durward.plan.Mark;

/**
 * A part of a rule that no probe speaks for.
 *
 * @param rule the rule
 * @param subject what part of it ({@code out tcp}, {@code ipv6 tcp 443})
 * @param reason why, without a full stop
 */
public record Untested(Mark rule, String subject, String reason) {}
