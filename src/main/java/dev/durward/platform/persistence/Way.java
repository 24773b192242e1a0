package dev.durward.platform.persistence;

/** How rules come back with the next boot. */
public sealed interface Way {
  /** What the user is told of it, without a full stop. */
  String words();

  /** The distribution's way: all rules that are there are saved. */
  record Saved(Distribution distribution, String words) implements Way {}

  /** A unit of Durward's own, with its rules alone. */
  record Own(Init init, String words) implements Way {}

  /** By nothing that Durward does. */
  record Nothing(String words) implements Way {}
}
