package dev.durward.probe.tls.judge;

import dev.durward.probe.verification.Judgement;

/**
 * What was found about one thing.
 *
 * @param check what was looked at
 * @param judgement whether it is as expected, and a sentence why
 * @param evidence what was seen, without a full stop; empty where nothing was
 */
public record Finding(Check check, Judgement judgement, String evidence) {}
