package dev.durward.platform.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import dev.durward.platform.host.ConntrackMessage.Kind;
import dev.durward.probe.Probe;
import java.util.OptionalInt;

/**
 * What the kernel remembers of connections (nf_conntrack) in the network namespace of the thread
 * that opened this; asked over netlink(7), as conntrack(8) does. A packet between the two ends of a
 * remembered connection passes as a part of it, whatever the rules say of a new one.
 *
 * <p>A kernel that can't be asked remembers nothing, as far as can be told here.
 */
final class Conntrack implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x8_0000;
  private static final int NETLINK_NETFILTER = 12;

  /** The kernel has answered when send(2) returns (MSG_DONTWAIT). */
  private static final int AT_ONCE = 0x40;

  private static final int ROOM = 8_192;

  private final OptionalInt socket;
  private int sequence;

  private Conntrack(OptionalInt socket) {
    this.socket = socket;
  }

  static Conntrack open() {
    try {
      return new Conntrack(
          OptionalInt.of(LinuxCalls.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_NETFILTER)));
    } catch (LastErrorException e) {
      return new Conntrack(OptionalInt.empty());
    }
  }

  /** Whether a packet of the probe would pass as part of a connection: never if it has any port. */
  boolean knows(Probe probe) {
    return ask(Kind.GET, probe);
  }

  /** Makes the kernel forget the connection between the probe's ends, if it knows one. */
  void forget(Probe probe) {
    ask(Kind.DELETE, probe);
  }

  private boolean ask(Kind kind, Probe probe) {
    if (socket.isEmpty() || probe.source().port() == 0) {
      return false;
    }
    sequence++;
    byte[] request = ConntrackMessage.request(kind, probe, sequence);
    byte[] room = new byte[ROOM];
    try {
      LinuxCalls.send(socket.getAsInt(), request, new NativeLong(request.length), 0);
      int length;
      do {
        length = LinuxCalls.recv(socket.getAsInt(), room, new NativeLong(ROOM), AT_ONCE).intValue();
      } while (!ConntrackMessage.answers(room, length, sequence));
      return ConntrackMessage.isConnection(room);
    } catch (LastErrorException e) {
      return false;
    }
  }

  @Override
  public void close() {
    socket.ifPresent(LinuxCalls::close);
  }
}
