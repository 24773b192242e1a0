package dev.durward.probe.tls.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The certificates that a server sent, in order, without what doesn't belong to the chain.
 *
 * @param members the server's own first; each is signed by the next
 * @param names whom the server's own is for
 * @param trust whether it ends where it is trusted
 * @param staple what the server says of its own certificate's revocation
 */
public record Chain(List<Member> members, Names names, Trust trust, Staple staple) {
  public Chain {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a chain without a certificate");
    }
  }

  /**
   * Puts them in order, and looks at them.
   *
   * @param sent the server's own first, the others in any order
   * @param anchors the certificates that are trusted
   * @param ocspResponse what was stapled
   * @param now the time at which they are to be valid
   */
  public static Chain of(
      List<X509Certificate> sent,
      Set<X509Certificate> anchors,
      Optional<byte[]> ocspResponse,
      Instant now) {
    LinkedChain linked = LinkedChain.of(sent, anchors);
    return new Chain(
        linked.members().stream().map(Member::of).toList(),
        Names.of(linked.leaf()),
        linked.trust(now),
        Staple.of(linked, ocspResponse, now));
  }

  /** The server's own certificate. */
  public Member leaf() {
    return members.get(0);
  }

  /** The one that ends first. */
  public Member endsFirst() {
    return members.stream().min(Comparator.comparing(Member::notAfter)).orElseThrow();
  }

  /** The one that begins last. */
  public Member beginsLast() {
    return members.stream().max(Comparator.comparing(Member::notBefore)).orElseThrow();
  }
}
