package dev.durward.router.upnp;

import dev.durward.router.upnp.Description.Offer;
import dev.durward.router.upnp.Reply.Done;
import dev.durward.router.upnp.Reply.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a service for an action, by SOAP 1.1: UPnP Device Architecture 1.1, section 3. */
record Control(Http http, Offer offer) {
  /**
   * Asks, and reads what comes.
   *
   * @param arguments names and values, in the order of the service's document, which counts
   * @throws IOException if no answer came that can be read: whether it was done is not known
   */
  Reply ask(Deadline deadline, String action, String... arguments) throws IOException {
    String urn = offer.type().urn();
    StringBuilder body = new StringBuilder("<?xml version=\"1.0\"?>\r\n");
    body.append("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"");
    body.append(" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>");
    body.append("<u:").append(action).append(" xmlns:u=\"").append(urn).append("\">");
    for (int i = 0; i < arguments.length; i += 2) {
      body.append('<').append(arguments[i]).append('>');
      body.append(escaped(arguments[i + 1]));
      body.append("</").append(arguments[i]).append('>');
    }
    body.append("</u:").append(action).append("></s:Body></s:Envelope>\r\n");
    String fields =
        "Content-Type: text/xml; charset=\"utf-8\"\r\nSOAPACTION: \""
            + urn
            + "#"
            + action
            + "\"\r\n";
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return read(http.post(offer.control(), fields, bytes, deadline), action);
  }

  /**
   * Asks for what must be done.
   *
   * @throws Refusal if it wasn't
   * @throws IOException as above
   */
  Done done(Deadline deadline, String action, String... arguments) throws IOException {
    Reply reply = ask(deadline, action, arguments);
    if (reply instanceof Fault fault) {
      throw new Refusal(fault);
    }
    return (Done) reply;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static Reply read(Http.Answer answer, String action) throws IOException {
    if (answer.status() != 200 && answer.status() != 500) {
      throw new IOException("the router answers HTTP status " + answer.status());
    }
    Element envelope = Element.of(answer.body());
    Optional<Element> fault = envelope.first("Fault");
    if (fault.isPresent()) {
      return fault(fault.get());
    }
    Optional<Element> done = envelope.first(action + "Response");
    if (done.isEmpty() || answer.status() != 200) {
      throw new IOException("the router's answer is none to " + action);
    }
    return new Done(done.get());
  }

  private static Fault fault(Element fault) throws IOException {
    Element error = fault.first("UPnPError").orElse(fault);
    String code = error.textOf("errorCode");
    if (!code.matches("[1-9][0-9]{2}")) {
      throw new IOException("the router refuses without a code of UPnP");
    }
    return new Fault(Integer.parseInt(code), error.textOf("errorDescription"));
  }
}
