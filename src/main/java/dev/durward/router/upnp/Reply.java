package dev.durward.router.upnp;

/** What a service says to an action. */
sealed interface Reply {
  /** It was done. */
  record Done(Element values) implements Reply {
    /** An argument of it; empty if it isn't there. */
    String value(String name) {
      return values.textOf(name);
    }
  }

  /**
   * It was not.
   *
   * @param code of UPnP
   * @param said the router's own words
   */
  record Fault(int code, String said) implements Reply {
    static final int UNKNOWN_ACTION = 401;
    static final int INVALID_ARGUMENTS = 402;
    static final int ACTION_FAILED = 501;
    static final int NOT_IMPLEMENTED = 602;
    static final int NO_SUCH_HOLE = 704;
    static final int NO_SUCH_INDEX = 713;
    static final int NO_SUCH_ENTRY = 714;
    static final int CONFLICT = 718;
    static final int ONLY_PERMANENT = 725;
    static final int OTHER_MECHANISM = 729;

    /** Whether the router doesn't have the action at all. */
    boolean isUnknownAction() {
      return code == UNKNOWN_ACTION || code == NOT_IMPLEMENTED;
    }

    /** {@code the router ... (UPnP error 606, "Action not authorized")}, fit to be shown. */
    String words() {
      return Line.of(
          "the router "
              + meaning()
              + " (UPnP error "
              + code
              + (said.isEmpty() ? "" : ", \"" + said + "\"")
              + ")");
    }

    /**
     * What the code means: UPnP Device Architecture 1.1 table 3-3; 701 to 709
     * WANIPv6FirewallControl:1 section 2.5; 713 and on WANIPConnection:2 section 2.5.
     */
    private String meaning() {
      return switch (code) {
        case UNKNOWN_ACTION, NOT_IMPLEMENTED -> "does not know the action";
        case INVALID_ARGUMENTS -> "does not take the arguments";
        case ACTION_FAILED -> "could not do it";
        case 600, 601, 605 -> "does not take the value of an argument";
        case 603 -> "has no memory left";
        case 604 -> "wants a person to do it";
        case 606 -> "does not permit it, to this host or for this port";
        case 701 -> "has no hole left";
        case 702 -> "has its IPv6 firewall off";
        case 703 -> "permits no holes in its IPv6 firewall";
        case NO_SUCH_HOLE -> "has no such hole";
        case 705 -> "can't do it for this protocol";
        case 706, 707, 708 -> "wants it narrower";
        case 709 -> "has not seen any packet pass";
        case NO_SUCH_INDEX -> "has no more mappings";
        case NO_SUCH_ENTRY -> "has no such mapping";
        case 715 -> "wants one remote host to be named";
        case 716 -> "wants an external port to be named";
        case CONFLICT -> "has the port mapped to another host";
        case 724 -> "maps a port to the same port alone";
        case ONLY_PERMANENT -> "makes only mappings that never end";
        case 726 -> "makes only mappings for all remote hosts";
        case 727 -> "makes only mappings of all ports";
        case 728 -> "has no mapping left";
        case OTHER_MECHANISM -> "has given the port away by other means";
        case 732 -> "wants an internal port to be named";
        case 733 -> "finds that the arguments contradict each other";
        default -> "refuses";
      };
    }
  }
}
