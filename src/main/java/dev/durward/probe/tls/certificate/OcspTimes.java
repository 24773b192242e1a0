package dev.durward.probe.tls.certificate;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * From when until when the first answer in an OCSP response counts, RFC 6960 section 4.2.1. The JDK
 * looks at it as well, but tells it apart from other faults by its messages alone.
 *
 * @param thisUpdate when it was known to be so
 * @param nextUpdate when something newer is to be had; empty if that may be at any time
 */
record OcspTimes(Instant thisUpdate, Optional<Instant> nextUpdate) {
  private static final int GENERALIZED_TIME = 0x18;
  private static final int FIRST_TAG = 0xa0;

  /** RFC 5280 section 4.1.2.5.2: in UTC, and without fractions of seconds. */
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");

  /** Reads it from the DER; empty if there is none. */
  static Optional<OcspTimes> of(byte[] response) {
    try {
      return Optional.of(read(ByteBuffer.wrap(response)));
    } catch (BufferUnderflowException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static OcspTimes read(ByteBuffer response) {
    ByteBuffer body = into(response);
    skip(body); // the status
    ByteBuffer bytes = into(into(body));
    skip(bytes); // the type
    ByteBuffer data = into(into(into(bytes)));
    if (tag(data) == FIRST_TAG) {
      skip(data); // the version
    }
    skip(data); // the responder
    skip(data); // when it was made
    ByteBuffer answer = into(into(data));
    skip(answer); // the certificate
    skip(answer); // what is said of it
    Instant first = time(answer);
    boolean ends = answer.hasRemaining() && tag(answer) == FIRST_TAG;
    return new OcspTimes(first, ends ? Optional.of(time(into(answer))) : Optional.empty());
  }

  private static Instant time(ByteBuffer from) {
    if (tag(from) != GENERALIZED_TIME) {
      throw new BufferUnderflowException();
    }
    String text = StandardCharsets.US_ASCII.decode(into(from)).toString();
    return LocalDateTime.parse(text, FORM).toInstant(ZoneOffset.UTC);
  }

  private static int tag(ByteBuffer at) {
    return at.get(at.position()) & 0xff;
  }

  private static void skip(ByteBuffer at) {
    into(at);
  }

  /** The content of the next element, which is passed over: X.690 section 8.1. */
  private static ByteBuffer into(ByteBuffer at) {
    at.get();
    int length = at.get() & 0xff;
    if (length > 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << 8) | (at.get() & 0xff);
      }
    }
    if (length < 0 || length > at.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer content = at.slice(at.position(), length);
    at.position(at.position() + length);
    return content;
  }

  /** What a response that says good comes to at a time. */
  Staple judge(Instant now, Duration skew) {
    Staple.Kind kind =
        now.plus(skew).isBefore(thisUpdate)
            ? Staple.Kind.UNUSABLE
            : now.minus(skew).isAfter(nextUpdate.orElse(thisUpdate))
                ? Staple.Kind.EXPIRED
                : Staple.Kind.GOOD;
    return new Staple(kind, nextUpdate);
  }
}
