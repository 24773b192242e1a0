package dev.durward.windows;

/**
 * What the real netsh does with this was never seen nor documented: a test that comes here proves
 * nothing, so it fails. What netsh is known to refuse is an {@link Answer} instead.
 */
public final class UnknownToNetsh extends AssertionError {
  private static final long serialVersionUID = 1L;

  UnknownToNetsh(String what) {
    super("nobody knows what netsh does with " + what);
  }
}
