package dev.durward.platform.nftables;

/** Names of interfaces, of which nft's wildcard is another than that of rule files. */
final class InterfaceName {
  private InterfaceName() {}

  /** Whether nft can name it. */
  static boolean isSayable(String name) {
    return !name.equals("+") && name.chars().noneMatch(c -> c == '*' || c == '"' || c == '\\');
  }

  /** As nft has it, with a blank behind; {@code eth+} is {@code eth*} there. */
  static String quote(String name) {
    return "\"" + (name.endsWith("+") ? name.substring(0, name.length() - 1) + "*" : name) + "\" ";
  }

  /** As rule files, and iptables, have it. */
  static String plain(String text) {
    return text.endsWith("*") ? text.substring(0, text.length() - 1) + "+" : text;
  }
}
