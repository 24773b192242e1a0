package dev.durward.report;

/** A script for another host as machines read it. */
public final class RenderJson {
  private RenderJson() {}

  /**
   * Format {@code durward.render/1}.
   *
   * @param kind of the script: cmd, ps1, netsh, sh or restore
   * @param script to be written as UTF-8
   */
  public static String document(String kind, String script) {
    return Json.document(
        "durward.render/1",
        json -> {
          json.writeStringField("kind", kind);
          json.writeStringField("script", script);
        });
  }
}
