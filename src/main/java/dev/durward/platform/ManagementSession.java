package dev.durward.platform;

import dev.durward.model.IpAddress;
import dev.durward.probe.Endpoint;
import java.util.Optional;

/**
 * A connection over which an administrator runs this process, opened from another machine.
 *
 * @param kind what it is called: {@code ssh}, {@code mosh}, {@code RDP}, {@code WinRM}, or else
 *     {@code remote}
 * @param protocol the IANA number
 * @param port this host's port
 * @param local this host's address; empty if it isn't known: any may be meant
 * @param peer the other side, its port 0 if that isn't known; empty if it isn't known itself
 * @param networkInterface the one that has the local address; empty if it isn't known
 * @param found how it was found, for people
 */
public record ManagementSession(
    String kind,
    int protocol,
    int port,
    Optional<IpAddress> local,
    Optional<Endpoint> peer,
    Optional<String> networkInterface,
    String found) {}
