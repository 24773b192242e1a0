package dev.durward.rulefile;

/** The number of a port, as it is to be written, and as people and YAML write numbers. */
final class PortNumber {
  static final int HIGHEST = 65535;

  private PortNumber() {}

  /** Whether a text is a port in decimal digits, without sign or leading zeros. */
  static boolean isPlain(String text) {
    int value = Values.digits(text);
    return value >= 1 && value <= HIGHEST;
  }

  /**
   * The number that was probably meant, to propose it and never to take it.
   *
   * @return -1 if none can be made out; {@link Integer#MAX_VALUE} if it is greater than that
   */
  static int lenient(String text) {
    String compact = text.replace("_", "");
    if (compact.startsWith("0x") || compact.startsWith("0o")) {
      return whole(compact.substring(2), compact.charAt(1) == 'x' ? 16 : 8);
    }
    boolean numeric =
        !compact.isEmpty()
            && compact.length() < 40
            && compact.chars().allMatch(c -> (c >= '0' && c <= '9') || "+.eE".indexOf(c) >= 0);
    if (!numeric) {
      return -1;
    }
    try {
      double value = Double.parseDouble(compact);
      return value == Math.rint(value) ? (int) value : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static int whole(String digits, int radix) {
    try {
      return Integer.parseInt(digits, radix);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
