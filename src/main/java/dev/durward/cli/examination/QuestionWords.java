package dev.durward.cli.examination;

import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words that narrow a question about a port. */
final class QuestionWords {
  private QuestionWords() {}

  static Direction direction(String word) throws UsageException {
    for (Direction direction : Direction.values()) {
      if (direction.word().equals(word)) {
        return direction;
      }
    }
    throw new UsageException("--direction is in or out, not " + word);
  }

  /** Both, unless one is named. */
  static Set<Family> families(@Nullable String word) throws UsageException {
    if (word == null) {
      return EnumSet.allOf(Family.class);
    }
    for (Family family : Family.values()) {
      if (family.word().equals(word)) {
        return EnumSet.of(family);
      }
    }
    throw new UsageException("--family is ipv4 or ipv6, not " + word);
  }

  /** Everybody, unless an address or a network is named. */
  static AddressSet remote(@Nullable String text) throws UsageException {
    if (text == null) {
      return AddressSet.ANY;
    }
    int slash = text.indexOf('/');
    String length = text.substring(slash + 1);
    Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    Optional<AddressRange> range =
        slash < 0
            ? address.map(AddressRange::of)
            : address
                .filter(some -> length.matches("[0-9]{1,3}"))
                .filter(some -> Integer.parseInt(length) <= some.family().bits())
                .flatMap(some -> AddressRange.ofPrefix(some, Integer.parseInt(length)));
    return new AddressSet(
        List.of(
            range.orElseThrow(
                () ->
                    new UsageException(
                        "--source is an address, or a network such as 192.0.2.0/24, not "
                            + text))));
  }
}
