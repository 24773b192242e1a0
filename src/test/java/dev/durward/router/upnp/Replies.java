package dev.durward.router.upnp;

import java.nio.charset.StandardCharsets;

/** What a router says, written after the standard. */
final class Replies {
  private Replies() {}

  /** A description after the standard, with a service or several: their types and pages. */
  static String description(int version, String... services) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < services.length; i += 2) {
      list.append("<service><serviceType>urn:schemas-upnp-org:service:" + services[i]);
      list.append("</serviceType><serviceId>urn:upnp-org:serviceId:" + i + "</serviceId>");
      list.append("<SCPDURL>/s.xml</SCPDURL><controlURL>" + services[i + 1] + "</controlURL>");
      list.append("<eventSubURL>/e</eventSubURL></service>\n");
    }
    return """
        <?xml version="1.0"?>
        <root xmlns="urn:schemas-upnp-org:device-1-0">
          <specVersion><major>1</major><minor>0</minor></specVersion>
          <device>
            <deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:%1$d</deviceType>
            <friendlyName>A router</friendlyName>
            <deviceList><device>
              <deviceType>urn:schemas-upnp-org:device:WANDevice:%1$d</deviceType>
              <deviceList><device>
                <deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:%1$d</deviceType>
                <serviceList>%2$s</serviceList>
              </device></deviceList>
            </device></deviceList>
          </device>
        </root>
        """
        .formatted(version, list);
  }

  /** A whole answer of HTTP. */
  static String http(int status, String body) {
    return "HTTP/1.1 "
        + status
        + " So\r\nContent-Type: text/xml\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  static String done(String action, String... values) {
    StringBuilder body = new StringBuilder("<u:" + action + "Response xmlns:u=\"urn:x\">");
    for (int i = 0; i < values.length; i += 2) {
      body.append("<" + values[i] + ">" + values[i + 1] + "</" + values[i] + ">");
    }
    return http(200, envelope(body + "</u:" + action + "Response>"));
  }

  static String fault(int code, String text) {
    return http(
        500,
        envelope(
            "<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring>"
                + "<detail><UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>"
                + code
                + "</errorCode><errorDescription>"
                + text
                + "</errorDescription></UPnPError></detail></s:Fault>"));
  }

  private static String envelope(String body) {
    return "<?xml version=\"1.0\"?><s:Envelope"
        + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  /** What GetSpecificPortMappingEntry says. */
  static String entry(String client, int port, String description, long lease) {
    return done(
        "GetSpecificPortMappingEntry",
        "NewInternalPort",
        Integer.toString(port),
        "NewInternalClient",
        client,
        "NewEnabled",
        "1",
        "NewPortMappingDescription",
        description.replace("&", "&amp;").replace("<", "&lt;"),
        "NewLeaseDuration",
        Long.toString(lease));
  }

  /** What GetGenericPortMappingEntry says. */
  static String generic(String protocol, int port, String client, String text, long lease) {
    return done(
        "GetGenericPortMappingEntry",
        "NewRemoteHost",
        "",
        "NewExternalPort",
        Integer.toString(port),
        "NewProtocol",
        protocol,
        "NewInternalPort",
        "1",
        "NewInternalClient",
        client,
        "NewEnabled",
        "1",
        "NewPortMappingDescription",
        text,
        "NewLeaseDuration",
        Long.toString(lease));
  }
}
