package dev.durward.report;

/**
 * How a text is set off: by colour where that is wanted, otherwise not at all.
 *
 * @param colour whether to write the escape sequences of ECMA-48 (SGR)
 */
public record Style(boolean colour) {
  public String bold(String text) {
    return with("1", text);
  }

  public String dim(String text) {
    return with("2", text);
  }

  public String good(String text) {
    return with("32", text);
  }

  public String bad(String text) {
    return with("31", text);
  }

  public String changed(String text) {
    return with("33", text);
  }

  private String with(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
