package dev.durward.probe.vantage;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Transport;
import dev.durward.probe.Vantage;
import dev.durward.probe.Ways;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A web page of somebody's choice that tries by itself whether a port can be reached: it is asked
 * with GET, and answers {@code {"reachable": true}} or {@code {"reachable": false}}. Whatever else
 * comes tells nothing. No proxy is used, and no redirect followed.
 *
 * @param template its URL, with {@code {host}}, {@code {port}} and {@code {protocol}} in the path
 *     or the query
 * @param patience how long one answer may take, the tries of the page included
 */
public record Reflector(String template, Duration patience) implements Vantage {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LONGEST_ANSWER = 1_024;
  private static final Pattern TEMPLATE = Pattern.compile("https?://[^/?#{}@\\s]+[/?][^#\\s]*");
  private static final List<String> PARTS = List.of("{host}", "{port}", "{protocol}");
  private static final Pattern ANSWER =
      Pattern.compile("\\s*\\{\\s*\"reachable\"\\s*:\\s*(true|false)\\s*}\\s*");

  /** Reads its URL; empty if that is none, or leaves one of the three out. */
  public static Optional<Reflector> parse(String template) {
    boolean isWhole = PARTS.stream().allMatch(template::contains);
    if (!isWhole || !TEMPLATE.matcher(template).matches()) {
      return Optional.empty();
    }
    Reflector reflector = new Reflector(template, PATIENCE);
    try {
      URI url = reflector.url("192.0.2.1", 443, "tcp");
      return url.getHost() == null ? Optional.empty() : Optional.of(reflector);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private URI url(String host, int port, String protocol) {
    return URI.create(
        template
            .replace("{host}", host)
            .replace("{port}", String.valueOf(port))
            .replace("{protocol}", protocol));
  }

  @Override
  public String name() {
    return "reflector";
  }

  @Override
  public String standpoint() {
    return url("", 0, "").getHost() + " says what it can reach, from wherever it is";
  }

  /** It doesn't say from where it comes. */
  public static Ways ways(Collection<IpAddress> targets) {
    return new Ways(
        targets.stream()
            .map(target -> new Ways.Way(new IpAddress(target.family(), 0, 0), target))
            .toList(),
        Map.of(Family.IPV4, "nothing of it is in IPv4", Family.IPV6, "nothing of it is in IPv6"));
  }

  /** One after the other; once nothing comes from it, it isn't asked any more. */
  @Override
  public List<Observation> observe(List<Probe> probes, Patience unused, Progress progress) {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(patience)
            .build();
    List<Observation> seen = new ArrayList<>();
    Optional<Observation> end = Optional.empty();
    for (Probe probe : probes) {
      Observation one = end.isPresent() ? end.get() : ask(client, probe);
      if (one.outcome() == Outcome.UNTESTED && one.attempts() == 0) {
        end = Optional.of(one);
      }
      seen.add(one);
      progress.reached(seen.size(), probes.size(), probe);
    }
    return seen;
  }

  private Observation ask(HttpClient client, Probe probe) {
    long start = System.nanoTime();
    Endpoint target = probe.target();
    URI url = url(target.address().toString(), target.port(), probe.transport().word());
    HttpRequest request =
        HttpRequest.newBuilder(url).timeout(patience).header("User-Agent", "durward").build();
    CompletableFuture<String> answer =
        client.sendAsync(request, BodyHandlers.ofInputStream()).thenApplyAsync(Reflector::text);
    try {
      String text = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return read(probe.transport(), text, Duration.ofNanos(System.nanoTime() - start));
    } catch (TimeoutException e) {
      return silent("did not answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      return silent("could not be asked: " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Observation.INTERRUPTED;
    } finally {
      answer.cancel(true); // what is still on its way is of no use any more
    }
  }

  private static Observation silent(String why) {
    return Observation.untested("the reflector " + why);
  }

  private static String reason(Throwable trouble) {
    String reason = "";
    for (@Nullable Throwable each = trouble.getCause(); each != null; each = each.getCause()) {
      reason = each.getMessage() == null ? reason : each.getMessage();
      if (each instanceof ConnectException) {
        return "there was no connection";
      }
    }
    return reason;
  }

  /** The status, and as much of the body as an answer may have. */
  private static String text(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      String said = new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
      return response.statusCode() + " " + said;
    } catch (IOException e) {
      return response.statusCode() + " ";
    }
  }

  private static Observation read(Transport transport, String text, Duration elapsed) {
    int status = Integer.parseInt(text.substring(0, 3));
    Matcher answer = ANSWER.matcher(text.substring(4));
    if (status != 200 || !answer.matches()) {
      String said =
          "the reflector answered with status "
              + status
              + " and no {\"reachable\": true} or {\"reachable\": false}";
      return new Observation(Outcome.UNTESTED, said, elapsed, 1);
    }
    return answer.group(1).equals("true")
        ? new Observation(Outcome.answer(transport), "the reflector came there", elapsed, 1)
        : new Observation(Outcome.UNREACHED, "the reflector came to no answer there", elapsed, 1);
  }

  @Override
  public <T> T along(Probe probe, Function<Dialler, T> talk) throws IOException {
    throw new IOException("a reflector lets nobody else connect");
  }
}
