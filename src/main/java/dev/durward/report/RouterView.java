package dev.durward.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.durward.model.Protocol;
import dev.durward.platform.Gateway;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Mapping;
import dev.durward.router.RouterProtocol;
import dev.durward.router.RouterState;
import dev.durward.router.RouterState.Kept;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The routers before a host, and what they have given to it.
 *
 * @param states one a family in which one leads out
 * @param elsewhere what was given by routers that are not before this host now
 */
public record RouterView(List<RouterState> states, List<Grant> elsewhere) {
  public RouterView {
    states = List.copyOf(states);
    elsewhere = List.copyOf(elsewhere);
  }

  /** For people, each line ended. */
  public String text(Style style) {
    StringBuilder text = new StringBuilder();
    for (RouterState state : states) {
      text.append(text.isEmpty() ? "" : "\n").append(text(state, style));
    }
    if (states.isEmpty()) {
      text.append("No router leads out of this host's network.\n");
    }
    if (!elsewhere.isEmpty()) {
      text.append('\n').append(style.bold("Given by routers that are not before this host now"));
      text.append('\n');
      for (Grant grant : elsewhere) {
        text.append(line("", given(grant) + ", by " + grant.gateway()));
      }
    }
    return text.toString();
  }

  private static String text(RouterState state, Style style) {
    Gateway gateway = state.router().gateway();
    StringBuilder text = new StringBuilder(style.bold("Router " + gateway.address()));
    text.append(" (over ").append(gateway.networkInterface());
    text.append("; this host is ").append(gateway.local()).append(" there)\n");
    text.append(line("its pages", "most have them at http://" + shown(gateway) + "/"));
    text.append(line("speaks", spoken(state)));
    text.append(outside(state));
    if (state.router().protocols().isEmpty()) {
      return text.append('\n').append(byHand(gateway, Optional.empty())).toString();
    }
    for (Kept kept : state.grants()) {
      text.append(line(presence(style, kept), given(kept.grant())));
    }
    for (Mapping mapping : state.others()) {
      String words =
          mapping.externalPort()
              + "/"
              + mapping.protocol().word()
              + " to "
              + mapping.holder()
              + mapping.left().map(left -> ", for " + time(left.toSeconds())).orElse("");
      text.append(line("another's", words));
    }
    if (state.grants().isEmpty() && state.others().isEmpty()) {
      text.append(
          line("forwards", state.listed() ? "nothing" : "nothing for Durward; it lists none"));
    }
    return text.toString();
  }

  private static String shown(Gateway gateway) {
    String address = gateway.address().toString();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static String spoken(RouterState state) {
    List<String> titles =
        state.router().protocols().stream()
            .map(RouterProtocol::method)
            .map(m -> m.title())
            .toList();
    return titles.isEmpty() ? "neither UPnP IGD nor PCP nor NAT-PMP" : String.join(", ", titles);
  }

  private static String outside(RouterState state) {
    if (state.outside().isEmpty()) {
      return line("outside", "none, or it doesn't say");
    }
    String address = state.outside().get().toString();
    return state.hidden().isEmpty()
        ? line("outside", address)
        : line(
            "outside",
            address
                + ", which is "
                + state.hidden().get()
                + ": nobody reaches it from outside. Another router stands before it, or the"
                + " provider shares one address among many; what it forwards is of no use until"
                + " that one forwards too");
  }

  private static String presence(Style style, Kept kept) {
    return switch (kept.presence()) {
      case THERE -> style.good(padded("there"));
      case GONE -> style.bad(padded("gone"));
      case UNTOLD -> padded("given");
    };
  }

  /** What was given, to whom, and how long. */
  static String given(Grant grant) {
    Forward forward = grant.forward();
    return forward.external()
        + " to "
        + grant.internal()
        + " port "
        + forward.internalPort()
        + " for "
        + forward.owner().policy()
        + "/"
        + forward.owner().rule()
        + ", by "
        + grant.method().title()
        + (grant.state() == Grant.State.ASKED
            ? ", asked for and not answered"
            : grant.until().map(end -> ", until " + until(end)).orElse(", for ever"))
        + (grant.state() == Grant.State.UNWANTED ? ", to be given back" : "");
  }

  private static String until(Instant end) {
    long left = end.getEpochSecond() - Instant.now().getEpochSecond();
    return HistoryView.time(end) + (left > 0 ? " (" + time(left) + ")" : " (over)");
  }

  /** In its two largest units. */
  private static String time(long seconds) {
    if (seconds >= 86_400) {
      return seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
    }
    if (seconds >= 3_600) {
      return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
    return seconds >= 60 ? seconds / 60 + " min" : seconds + " s";
  }

  static String line(String label, String words) {
    String head = label.startsWith("\u001b") ? label : padded(label);
    return "  "
        + head
        + Wrap.paragraph("", " ".repeat(14), " ".repeat(14) + Excerpt.visible(words)).substring(14)
        + "\n";
  }

  private static String padded(String label) {
    return String.format(Locale.ROOT, "%-12s", label);
  }

  /**
   * What to enter at the pages of a router that can't be asked, each line ended.
   *
   * @param wanted what is to be forwarded; port 443 as an example if empty
   */
  public static String byHand(Gateway gateway, Optional<Forward> wanted) {
    String name = wanted.map(each -> each.owner().rule()).orElse("https");
    String protocol =
        wanted.map(Forward::protocol).orElse(Protocol.TCP).word().toUpperCase(Locale.ROOT);
    int external = wanted.map(Forward::externalPort).orElse(443);
    int internal = wanted.map(Forward::internalPort).orElse(443);
    String mac = "give this host that address for good: in the router's DHCP settings, reserve ";
    return paragraph("To open a port by hand:")
        + paragraph(
            "  1. Open http://"
                + shown(gateway)
                + "/ (or https://) in a browser, and log in; the"
                + " name and password often stand on a label of the router.")
        + paragraph(
            "  2. Find \"Port forwarding\" (also: virtual server, NAT, permit access)"
                + (wanted.isEmpty() ? ". For port 443, enter:" : ", and enter:"))
        + "       name            "
        + name
        + "\n"
        + "       protocol        "
        + protocol
        + "\n"
        + "       external port   "
        + external
        + "\n"
        + "       internal port   "
        + internal
        + "\n"
        + "       internal host   "
        + gateway.local()
        + " (this one)\n"
        + paragraph("  3. Save, and " + mac + gateway.local() + " for it.")
        + paragraph(
            "  4. Look from outside, such as over a phone's network: from inside, most routers"
                + " don't lead back in.");
  }

  private static String paragraph(String text) {
    String indent = text.startsWith("  ") ? "     " : "";
    return Wrap.paragraph("", indent, text) + "\n";
  }

  /** For machines: format {@code durward.router/1}. */
  public String json() {
    return Json.document(
        "durward.router/1",
        json -> {
          Json.array(json, "routers", states, RouterView::write);
          Json.array(json, "elsewhere", elsewhere, RouterView::write);
        });
  }

  private static void write(JsonGenerator json, RouterState state) throws IOException {
    Gateway gateway = state.router().gateway();
    json.writeStringField("address", gateway.address().toString());
    json.writeStringField("interface", gateway.networkInterface());
    json.writeStringField("host", gateway.local().toString());
    json.writeArrayFieldStart("speaks");
    for (RouterProtocol protocol : state.router().protocols()) {
      json.writeString(protocol.method().word());
    }
    json.writeEndArray();
    json.writeStringField("outside", state.outside().map(Object::toString).orElse(""));
    json.writeStringField("hidden", state.hidden().orElse(""));
    json.writeBooleanField("listed", state.listed());
    Json.array(
        json,
        "given",
        state.grants(),
        (out, kept) -> {
          write(out, kept.grant());
          out.writeStringField("presence", kept.presence().name().toLowerCase(Locale.ROOT));
        });
    Json.array(
        json,
        "others",
        state.others(),
        (out, mapping) -> {
          out.writeStringField("protocol", mapping.protocol().word());
          out.writeNumberField("external", mapping.externalPort());
          out.writeStringField("host", mapping.internal().toString());
          out.writeNumberField("internal", mapping.internalPort());
          out.writeStringField("description", mapping.description());
          out.writeNumberField("left", mapping.left().map(left -> left.toSeconds()).orElse(0L));
        });
  }

  /** What was given, as an object's fields. */
  public static void write(JsonGenerator json, Grant grant) throws IOException {
    Forward forward = grant.forward();
    Json.mark(json, forward.owner());
    json.writeStringField("family", forward.family().word());
    json.writeStringField("protocol", forward.protocol().word());
    json.writeNumberField("external", forward.externalPort());
    json.writeNumberField("internal", forward.internalPort());
    json.writeStringField("host", grant.internal().toString());
    json.writeStringField("method", grant.method().word());
    json.writeStringField("router", grant.gateway().toString());
    json.writeStringField("state", grant.state().name().toLowerCase(Locale.ROOT));
    json.writeStringField("until", grant.until().map(Instant::toString).orElse(""));
  }
}
