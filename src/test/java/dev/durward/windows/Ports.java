package dev.durward.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values of {@code localport} and {@code remoteport}. */
final class Ports {
  private static final int LAST = 65_535;

  private Ports() {}

  /**
   * What a value means in the registry: a port is {@code LPort=80}, a range {@code
   * LPort2_10=9000-9010}, a list repeats them, any is their absence.
   *
   * @param side L or R
   */
  static Map<String, List<String>> read(String side, String value) throws Refused {
    List<String> ports = new ArrayList<>();
    List<String> ranges = new ArrayList<>();
    String keyword = value.toLowerCase(Locale.ROOT);
    if (side.equals("L") && keyword.equals("rpc")) {
      ports.add("RPC");
    } else if (side.equals("L") && keyword.equals("rpc-epmap")) {
      ports.add("RPC-EPMap");
    } else if (side.equals("L") && keyword.equals("iphttps")) {
      ranges.addAll(List.of("IPTLSIn", "IPHTTPSIn"));
    } else if (!keyword.equals("any")) {
      readList(value, ports, ranges);
    }
    return Map.of(side + "Port", ports, side + "Port2_10", ranges);
  }

  private static void readList(String value, List<String> ports, List<String> ranges)
      throws Refused {
    List<int[]> taken = new ArrayList<>();
    for (String item : value.split(",", -1)) {
      if (item.matches("(?i)any|rpc|rpc-epmap|iphttps|teredo") && !item.equals(value)) {
        throw new UnknownToNetsh("a port keyword in a list: " + value);
      }
      if (item.equalsIgnoreCase("teredo")) {
        throw new UnknownToNetsh("localport=teredo, which newer help doesn't list");
      }
      String[] ends = item.split("-", -1);
      if (ends.length > 2) {
        throw new Refused(Message.BAD_PORT, value);
      }
      int first = port(ends[0]);
      int last = port(ends[ends.length - 1]);
      if (first > last) {
        throw new Refused(Message.BAD_PORT, "reversed: " + item);
      }
      if (ends.length == 2 && first == last) {
        throw new UnknownToNetsh("a range of one port: " + item);
      }
      if (taken.stream().anyMatch(other -> first <= other[1] && other[0] <= last)) {
        throw new UnknownToNetsh("a port that stands twice: " + value);
      }
      taken.add(new int[] {first, last});
      (ends.length == 2 ? ranges : ports).add(item);
    }
  }

  private static int port(String text) throws Refused {
    if (!text.matches("[0-9]{1,6}")) {
      throw new Refused(Message.BAD_PORT, text);
    }
    if (text.length() > 1 && text.startsWith("0")) {
      throw new UnknownToNetsh("a port with a leading zero: " + text);
    }
    int port = Integer.parseInt(text);
    if (port > LAST) {
      throw new Refused(Message.BAD_PORT, text);
    }
    return port;
  }
}
