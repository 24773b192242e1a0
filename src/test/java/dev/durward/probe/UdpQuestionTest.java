package dev.durward.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each byte of what is asked, and what answers are taken for. */
class UdpQuestionTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String DURWARD = "64757277617264";

  private static String bytes(UdpQuestion question) {
    return HEX.formatHex(question.bytes());
  }

  private static String describe(UdpQuestion question, String hex) {
    return question.describe(ByteBuffer.wrap(HEX.parseHex(hex.replace(" ", ""))));
  }

  @ParameterizedTest
  @CsvSource({
    "53, DNS",
    "123, NTP",
    "443, QUIC",
    "853, QUIC",
    "8443, QUIC",
    "5353, MDNS",
    "1, BYTE",
    "65535, BYTE",
    "444, BYTE",
  })
  void asksWhatThePortIsFor(int port, UdpQuestion question) {
    assertEquals(question, UdpQuestion.at(port));
  }

  @Test
  void asksDnsForTheNameServersOfTheRoot() {
    // RFC 1035 section 4.1.1: ID, flags (a query, no recursion), counts; 4.1.2: name, NS, IN
    assertEquals(
        "6477" + "0000" + "0001000000000000" + "00" + "0002" + "0001", bytes(UdpQuestion.DNS));
  }

  @Test
  void asksMulticastDnsForItsServices() {
    assertEquals(
        "6477"
            + "0000"
            + "0001000000000000"
            + "095f7365727669636573" // _services
            + "075f646e732d7364" // _dns-sd
            + "045f756470" // _udp
            + "056c6f63616c" // local
            + "00"
            + "000c"
            + "0001",
        bytes(UdpQuestion.MDNS));
  }

  @Test
  void asksNtpAsAClientOfVersion4() {
    // RFC 5905 section 7.3: LI 0, VN 4, mode 3; all else zero but the transmit timestamp
    assertEquals("23" + "00".repeat(39) + DURWARD + "31", bytes(UdpQuestion.NTP));
    assertEquals(48, UdpQuestion.NTP.bytes().length);
  }

  @Test
  void offersQuicAVersionThatNobodyHas() {
    // RFC 8999 section 5.1: header form, version, two connection identifiers after their lengths
    String header = "c0" + "1a2a3a4a" + "08" + DURWARD + "31" + "08" + DURWARD + "32";
    assertEquals(header + "00".repeat(1200 - 23), bytes(UdpQuestion.QUIC));
    assertEquals(1200, UdpQuestion.QUIC.bytes().length);
  }

  @Test
  void asksOthersWithOneByte() {
    assertEquals("00", bytes(UdpQuestion.BYTE));
  }

  @ParameterizedTest
  @CsvSource({
    "DNS, 6477 8180 0001 0000 0000 0000 00 0002 0001, a DNS answer",
    "DNS, 6477 8005 0001 0000 0000 0000 00 0002 0001, 'a DNS answer, response code 5'",
    "DNS, 6477 8005 0001 0000 0000 0000, 'a DNS answer, response code 5'",
    "DNS, 6478 8180 0001 0000 0000 0000 00 0002 0001, an answer came",
    "DNS, 6477 8180 0001 0000 0000, an answer came",
    "MDNS, 6477 8400 0000 0001 0000 0000, a DNS answer",
    "BYTE, 6477 8180 0001 0000 0000 0000, an answer came",
  })
  void knowsAnswersOfDns(UdpQuestion question, String answer, String words) {
    assertEquals(words, describe(question, answer));
  }

  @ParameterizedTest
  @CsvSource({
    "24 02, 6475727761726431, 'an NTP answer, stratum 2'",
    "e4 00, 6475727761726431, 'an NTP answer, stratum 0'",
    "24 02, 6475727761726430, an answer came",
    "23 02, 6475727761726431, an answer came",
  })
  void knowsAnswersOfNtp(String start, String origin, String words) {
    String packet = start + "00".repeat(22) + origin + "00".repeat(16);
    assertEquals(words, describe(UdpQuestion.NTP, packet));
    assertEquals("an answer came", describe(UdpQuestion.NTP, packet.substring(2)));
  }

  @ParameterizedTest
  @CsvSource({
    "80, 00000000, 00000001 6b3343cf, 'QUIC versions 1, 2'",
    "c3, 00000000, 5a6a7a8a ff00001d 51303433 00000001, 'QUIC versions draft-29, 0x51303433, 1'",
    "40, 00000000, 00000001, an answer came",
    "80, 00000001, 00000001, an answer came",
  })
  void knowsVersionsOfQuic(String first, String version, String versions, String words) {
    String exchanged = "08" + DURWARD + "32" + "08" + DURWARD + "31";
    String straight = "08" + DURWARD + "31" + "08" + DURWARD + "32";
    assertEquals(words, describe(UdpQuestion.QUIC, first + version + exchanged + versions));
    assertEquals(
        "an answer came", describe(UdpQuestion.QUIC, first + version + straight + versions));
  }

  @ParameterizedTest
  @EnumSource
  void takesItsOwnEchoForAnAnswerOfNoKind(UdpQuestion question) {
    assertEquals("an answer came", question.describe(ByteBuffer.wrap(question.bytes())));
    for (int length = 0; length < 60; length++) {
      assertTrue(question.describe(ByteBuffer.wrap(new byte[length])).equals("an answer came"));
    }
  }
}
