package dev.durward.probe.tls.outbound;

import dev.durward.model.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Finds the addresses of a name. */
@FunctionalInterface
public interface Resolver {
  /** The host's own, with its file of hosts and all else that it is set to ask. */
  Resolver OF_HOST =
      name ->
          Stream.of(InetAddress.getAllByName(name))
              .map(address -> IpAddress.ofBytes(address.getAddress()))
              .toList();

  /**
   * The addresses, best first.
   *
   * @throws UnknownHostException if none was found, for whatever reason
   */
  List<IpAddress> resolve(String name) throws UnknownHostException;

  /** The same, given up after a time: what the C library waits for its servers is not bounded. */
  default Resolver within(Duration timeout) {
    return name -> {
      CompletableFuture<List<IpAddress>> answer = new CompletableFuture<>();
      Thread thread = new Thread(() -> resolve(name, answer), "durward-resolver");
      thread.setDaemon(true);
      thread.start();
      try {
        return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new UnknownHostException("no answer in " + timeout.toSeconds() + " s");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnknownHostException("interrupted");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof UnknownHostException unknown
            ? unknown
            : new UnknownHostException(String.valueOf(e.getMessage()));
      }
    };
  }

  private void resolve(String name, CompletableFuture<List<IpAddress>> answer) {
    try {
      answer.complete(resolve(name));
    } catch (UnknownHostException e) {
      answer.completeExceptionally(e);
    }
  }
}
