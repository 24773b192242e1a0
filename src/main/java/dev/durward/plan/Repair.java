package dev.durward.plan;

/**
 * Something about the frame of the rules that has to be set right: a chain, a jump or a setting,
 * not a rule.
 *
 * @param place where, as the platform names it
 * @param problem what is wrong there; empty if something is just not there yet
 * @param remedy what is done about it
 */
public record Repair(String place, String problem, String remedy) {}
