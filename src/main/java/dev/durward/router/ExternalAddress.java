package dev.durward.router;

import dev.durward.model.IpAddress;
import java.util.Optional;

final class ExternalAddress {
  private ExternalAddress() {}

  static Optional<String> obstacle(IpAddress address) {
    return address.isLoopback() ? Optional.of("loopback") : Optional.empty();
  }
}
