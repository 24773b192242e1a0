package dev.durward.cli.host;

import dev.durward.model.Family;
import dev.durward.platform.FirewallBackend;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.netsh.NetshBackend;
import dev.durward.platform.netsh.registry.Reading;
import dev.durward.platform.netsh.registry.RegistryExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The state of a host as it stands in files, whatever host this is. */
public sealed interface Dump {
  /** What its platform's rules are checked by and made with. */
  FirewallBackend backend(Host host);

  /** The families of which it tells. */
  Set<Family> families();

  /** The state. */
  HostSnapshot snapshot() throws FirewallException;

  /** What {@code iptables-save} and {@code ip6tables-save} printed. */
  record OfIptables(IptablesBackend.Dump ipv4, IptablesBackend.Dump ipv6, Set<Family> families)
      implements Dump {
    public OfIptables {
      families = Set.copyOf(families);
    }

    @Override
    public FirewallBackend backend(Host host) {
      return host instanceof LinuxHost linux ? linux.iptables() : IptablesBackend.offline();
    }

    @Override
    public HostSnapshot snapshot() throws FirewallException {
      return IptablesBackend.snapshotOf(ipv4, ipv6);
    }
  }

  /** What regedit exported. */
  record OfRegistry(NetshBackend backend) implements Dump {
    @Override
    public Set<Family> families() {
      return EnumSet.allOf(Family.class);
    }

    @Override
    public FirewallBackend backend(Host host) {
      return backend;
    }

    @Override
    public HostSnapshot snapshot() throws FirewallException {
      return backend.snapshot();
    }
  }

  /**
   * Reads files; which kind they are, they say themselves.
   *
   * @param from of iptables or of the registry
   * @param from6 of ip6tables
   */
  static Dump read(Optional<String> from, Optional<String> from6) throws FirewallException {
    byte[] first = from.isPresent() ? bytes(from.get()) : new byte[0];
    if (from.isPresent() && isExport(first)) {
      if (from6.isPresent()) {
        throw unreadable(from.get() + " is of Windows' registry, and --from6 of ip6tables");
      }
      Reading<RegistryExport> reading = RegistryExport.parse(first);
      if (reading instanceof Reading.Unreadable<RegistryExport> not) {
        throw unreadable(from.get() + " can't be read as an export of regedit: " + not.reason());
      }
      return new OfRegistry(NetshBackend.offline(reading.readable().orElseThrow()));
    }
    byte[] second = from6.isPresent() ? bytes(from6.get()) : new byte[0];
    Set<Family> families = EnumSet.noneOf(Family.class);
    from.ifPresent(name -> families.add(Family.IPV4));
    from6.ifPresent(name -> families.add(Family.IPV6));
    return new OfIptables(
        new IptablesBackend.Dump(from.orElse("(none)"), first),
        new IptablesBackend.Dump(from6.orElse("(none)"), second),
        families);
  }

  /** Whether it begins as every export of regedit does, in any of its encodings. */
  private static boolean isExport(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    String plain = start.replace("\0", "");
    return plain.contains("Windows Registry Editor") || plain.contains("REGEDIT4");
  }

  private static byte[] bytes(String name) throws FirewallException {
    try {
      return Files.readAllBytes(Path.of(name));
    } catch (IOException | InvalidPathException e) {
      throw unreadable("the dump " + name + " could not be read: " + e);
    }
  }

  private static FirewallException unreadable(String message) {
    return new FirewallException(
        Kind.UNREADABLE, message, "make it again with iptables-save, or with reg export");
  }
}
