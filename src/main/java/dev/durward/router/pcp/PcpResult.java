package dev.durward.router.pcp;

/** Why a router refuses, by the codes of PCP (RFC 6887 section 7.4). */
enum PcpResult {
  UNSUPP_VERSION(1, "it speaks another version of PCP"),
  NOT_AUTHORIZED(2, "it lets this host open no ports, or another host opened this one"),
  MALFORMED_REQUEST(3, "it doesn't understand what it was asked"),
  UNSUPP_OPCODE(4, "it maps no ports"),
  UNSUPP_OPTION(5, "it can't promise the very port that is asked for"),
  MALFORMED_OPTION(6, "it doesn't understand what it was asked"),
  NETWORK_FAILURE(7, "its own way out doesn't work: it may have no address yet"),
  NO_RESOURCES(8, "it has no room for another port, or no public address"),
  UNSUPP_PROTOCOL(9, "it doesn't map this protocol"),
  USER_EX_QUOTA(10, "this host has as many ports as the router lets it have"),
  CANNOT_PROVIDE_EXTERNAL(11, "another host has this port, or the router gives it to nobody"),
  ADDRESS_MISMATCH(12, "another router that translates addresses stands between it and this host"),
  EXCESSIVE_REMOTE_PEERS(13, "it doesn't take that many remote addresses");

  private final int code;
  private final String words;

  PcpResult(int code, String words) {
    this.code = code;
    this.words = words;
  }

  boolean isCode(int result) {
    return code == result;
  }

  /** A code in words, with its name and itself. */
  static String words(int code) {
    for (PcpResult result : values()) {
      if (result.isCode(code)) {
        return result.words + " (PCP " + code + " " + result + ")";
      }
    }
    return "it says why by a number that isn't known (PCP " + code + ")";
  }
}
