package dev.durward.platform.persistence;

/**
 * What becomes of Durward's rules when the host boots.
 *
 * @param by what puts them in place; empty if nothing does
 * @param same whether they will be as they are now
 * @param words the same for people, without a full stop
 */
public record Survival(String by, boolean same, String words) {}
