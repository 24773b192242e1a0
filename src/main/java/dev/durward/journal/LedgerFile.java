package dev.durward.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Grant.State;
import dev.durward.router.Ledger;
import dev.durward.router.Method;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What routers have given to this host: one file beside the journal, {@value #NAME}, format {@value
 * #FORMAT}, written anew with each change. Whoever writes holds the lock of the host.
 *
 * @param journal where it is
 */
public record LedgerFile(Journal journal) implements Ledger {
  static final String NAME = "router.json";
  static final String FORMAT = "durward.router-grants/1";

  private Path file() {
    return journal.folder().resolve(NAME);
  }

  @Override
  public List<Grant> grants() throws FirewallException {
    if (!journal.hasLedger()) {
      return List.of();
    }
    List<Grant> grants = new ArrayList<>();
    try {
      return Sealed.read(
          file(),
          FORMAT,
          (name, json) -> {
            if (name.equals("grants")) {
              Sealed.expect(json, JsonToken.START_ARRAY);
              while (json.nextToken() == JsonToken.START_OBJECT) {
                grants.add(grant(json));
              }
              Sealed.expect(json, JsonToken.END_ARRAY);
            }
            return false;
          },
          () -> List.copyOf(grants));
    } catch (Unusable e) {
      throw new FirewallException(
          Kind.UNREADABLE,
          "what the router was asked for is not known: " + e.getMessage(),
          e.isUnknown()
              ? "use the Durward that wrote it"
              : "remove that file, then look at the router with durward router status: what it"
                  + " has given for a time ends by itself");
    }
  }

  @Override
  public void write(List<Grant> grants) throws FirewallException {
    try {
      journal.disk().makeFolder(journal.folder());
      Optional<String> distrust = OwnerFolder.distrust(journal.folder());
      if (distrust.isPresent()) {
        throw new IOException(journal.folder() + " " + distrust.get());
      }
      if (grants.isEmpty()) {
        journal.disk().delete(file());
        journal.disk().sync(journal.folder());
      } else {
        journal.write(file(), sealed(grants));
      }
    } catch (IOException e) {
      throw new FirewallException(
          Kind.UNRECORDED,
          "what the router is asked for could not be written down: " + Journal.reason(e),
          "mend that, or set DURWARD_STATE_DIR to another folder");
    }
  }

  private static byte[] sealed(List<Grant> grants) {
    return Sealed.seal(
        FORMAT,
        json -> {
          json.writeArrayFieldStart("grants");
          for (Grant grant : grants) {
            json.writeStartObject();
            write(json, grant);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Grant grant) throws IOException {
    Forward forward = grant.forward();
    json.writeStringField("policy", forward.owner().policy());
    json.writeStringField("rule", forward.owner().rule());
    json.writeStringField("family", forward.family().word());
    json.writeStringField("protocol", forward.protocol().word());
    json.writeNumberField("external", forward.externalPort());
    json.writeNumberField("internal", forward.internalPort());
    json.writeNumberField("lease", forward.lease().toSeconds());
    json.writeStringField("method", grant.method().word());
    json.writeStringField("gateway", grant.gateway().toString());
    json.writeStringField("host", grant.internal().toString());
    json.writeStringField("ticket", grant.ticket());
    json.writeStringField("state", grant.state().name().toLowerCase(Locale.ROOT));
    json.writeStringField("since", grant.since().toString());
    if (grant.until().isPresent()) {
      json.writeStringField("until", grant.until().get().toString());
    }
  }

  private static Grant grant(JsonParser json) throws IOException {
    Map<String, String> texts = Sealed.texts(json);
    Forward forward =
        new Forward(
            new Mark(Sealed.text(texts, "policy"), Sealed.text(texts, "rule")),
            one(texts, "family", List.of(Family.values()), Family::word),
            one(texts, "protocol", List.of(Protocol.TCP, Protocol.UDP), Protocol::word),
            Sealed.number(texts, "external"),
            Sealed.number(texts, "internal"),
            Duration.ofSeconds(Sealed.number(texts, "lease")));
    return new Grant(
        forward,
        one(texts, "method", List.of(Method.values()), Method::word),
        address(texts, "gateway"),
        address(texts, "host"),
        Sealed.text(texts, "ticket"),
        State.valueOf(Sealed.constant(texts, "state")),
        Instant.parse(Sealed.text(texts, "since")),
        Optional.ofNullable(texts.get("until")).map(Instant::parse));
  }

  private static <T> T one(
      Map<String, String> texts, String name, List<T> all, Function<T, String> word)
      throws IOException {
    String text = Sealed.text(texts, name);
    for (T each : all) {
      if (word.apply(each).equals(text)) {
        return each;
      }
    }
    throw new IOException("`" + name + "` is " + text + ", which is not known");
  }

  private static IpAddress address(Map<String, String> texts, String name) throws IOException {
    return IpAddress.parse(Sealed.text(texts, name))
        .orElseThrow(() -> new IOException("`" + name + "` is no address"));
  }
}
