package dev.durward.router.upnp;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML document, without attributes and name spaces: what UPnP says stands in names
 * and texts, and routers that forget to declare a name space are common.
 *
 * @param name without its prefix
 * @param text what stands directly in it, without white space around
 */
record Element(String name, String text, List<Element> children) {
  private static final int DEEPEST = 32;
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final int MOST = 4_096;

  /**
   * Reads a document.
   *
   * @throws IOException if it is none, has a document type, or is larger than any of a router
   */
  static Element of(InputStream document) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    try {
      XMLStreamReader reader =
          factory.createXMLStreamReader(new StringReader(text(document.readAllBytes())));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new IOException("the router's answer is no XML that can be read", e);
    }
  }

  /**
   * UTF-8, as UPnP has it, or else ISO 8859-1, as routers do. Not left to the JDK's parser, which
   * writes on standard error what bytes it didn't like.
   */
  private static String text(byte[] bytes) {
    try {
      ByteBuffer all = ByteBuffer.wrap(bytes);
      String text = StandardCharsets.UTF_8.newDecoder().decode(all).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** An element that is not yet at its end. */
  private record Open(String name, StringBuilder text, List<Element> children) {
    static Open of(String qualified) {
      String name = qualified.substring(qualified.indexOf(':') + 1);
      return new Open(name, new StringBuilder(), new ArrayList<>());
    }

    Element closed() {
      return new Element(name, text.toString().strip(), List.copyOf(children));
    }
  }

  private static Element read(XMLStreamReader reader) throws XMLStreamException, IOException {
    Deque<Open> open = new ArrayDeque<>();
    int count = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new IOException("the router's answer has a document type, which none may have");
        case XMLStreamConstants.START_ELEMENT -> {
          if (open.size() == DEEPEST || ++count > MOST) {
            throw new IOException("the router's answer has more elements than are read");
          }
          open.push(Open.of(reader.getLocalName()));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.peek().text().append(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          Element closed = open.pop().closed();
          if (open.isEmpty()) {
            return closed;
          }
          open.peek().children().add(closed);
        }
        default -> {
          // comments and instructions say nothing
        }
      }
    }
    throw new IOException("the router's answer is no XML that can be read");
  }

  /** It and all below it, in the order in which they begin. */
  Stream<Element> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
  }

  /** The first of that name, below it or itself. */
  Optional<Element> first(String wanted) {
    return all().filter(each -> each.name.equals(wanted)).findFirst();
  }

  /** The text of the child of that name; empty if there is none. */
  String textOf(String child) {
    for (Element each : children) {
      if (each.name.equals(child)) {
        return each.text;
      }
    }
    return "";
  }
}
