package dev.durward.probe.verification;

import dev.durward.plan.Mark;
import dev.durward.probe.Endpoint;
import java.time.Instant;

/**
 * How long a certificate is valid that a port showed.
 *
 * @param rule the rule that the port was looked at for
 * @param target the port
 * @param subject whose certificate it is, RFC 2253
 * @param notBefore when it begins to be valid
 * @param notAfter when it ends
 */
public record Lifetime(
    Mark rule, Endpoint target, String subject, Instant notBefore, Instant notAfter) {}
