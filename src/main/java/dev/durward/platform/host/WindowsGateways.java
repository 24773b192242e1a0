package dev.durward.platform.host;

import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.ptr.PointerByReference;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads from IPHlpAPI which router leads out of this Windows' network. */
public final class WindowsGateways {
  /** {@code AF_INET} and {@code AF_INET6} of winsock2.h and ws2ipdef.h. */
  private static final short INET = 2;

  private static final short INET6 = 23;

  /** More than any host has; what is bigger is no table. */
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private WindowsGateways() {}

  private interface Question {
    int ask(short family, PointerByReference table);
  }

  /**
   * Reads it.
   *
   * @return the router of that family; empty if there is none, or in IPv6 no address of this host
   *     that others could come to
   * @throws FirewallException if Windows doesn't tell
   */
  public static Optional<Gateway> read(Family family) throws FirewallException {
    try {
      byte[] routes = table(WindowsRouteCalls::GetIpForwardTable2, family, WindowsRouteTable.ROUTE);
      Optional<DefaultRoute<Integer>> route =
          DefaultRoute.best(WindowsRouteTable.routes(routes, family, metrics(family)));
      return route.isPresent() ? gateway(route.get()) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new FirewallException(
          Kind.UNREADABLE,
          "which router leads out of this network could not be read: " + e.getMessage(),
          "run route print by hand to see why");
    }
  }

  /** Without them, which Wine 8 doesn't tell, the routes' own decide. */
  private static Map<Integer, Long> metrics(Family family) {
    try {
      return WindowsRouteTable.metrics(
          table(WindowsRouteCalls::GetIpInterfaceTable, family, WindowsRouteTable.INTERFACE));
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static Optional<Gateway> gateway(DefaultRoute<Integer> route) throws IOException {
    int index = route.networkInterface();
    NetworkInterface card = NetworkInterface.getByIndex(index);
    String name = card == null ? Integer.toString(index) : card.getName();
    List<IpAddress> own =
        card == null
            ? List.of()
            : card.inetAddresses().map(InetAddress::getAddress).map(IpAddress::ofBytes).toList();
    Optional<IpAddress> local = LocalAddress.towards(route.router(), own);
    return local.map(address -> new Gateway(route.router(), name, address));
  }

  private static byte[] table(Question question, Family family, int row) throws IOException {
    PointerByReference reference = new PointerByReference();
    int code = question.ask(family == Family.IPV4 ? INET : INET6, reference);
    if (code == WinError.ERROR_NOT_FOUND) {
      return new byte[Long.BYTES]; // there is none of this family
    }
    Pointer table = reference.getValue();
    if (code != WinError.ERROR_SUCCESS || table == null) {
      throw new IOException("error " + code);
    }
    try {
      long size = WindowsRouteTable.size(table.getInt(0), row);
      if (size > MOST_BYTES) {
        throw new IOException("a table of " + size + " bytes");
      }
      return table.getByteArray(0, (int) size);
    } finally {
      WindowsRouteCalls.FreeMibTable(table);
    }
  }
}
