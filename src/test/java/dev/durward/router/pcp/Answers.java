package dev.durward.router.pcp;

import java.nio.ByteBuffer;

/** Answers as RFC 6887 and RFC 6886 have them, written after their figures. */
final class Answers {
  static final String WAN = "11.22.33.1";

  private Answers() {}

  /** Of PCP to an ANNOUNCE or a MAP: what was asked, with the head of an answer. */
  static byte[] pcp(byte[] question, int result, long lifetime, int externalPort, byte[] wan) {
    boolean isMap = question[1] == 1;
    ByteBuffer answer = ByteBuffer.allocate(isMap ? 60 : 24);
    answer.put((byte) 2).put((byte) (0x80 | question[1])).put((byte) 0).put((byte) result);
    answer.putInt((int) lifetime).putInt(4_711);
    if (isMap) {
      answer.put(24, question, 24, 18).putShort(42, (short) externalPort);
      answer.putShort(54, (short) 0xffff).put(56, wan);
    }
    return answer.array();
  }

  /** The same, done as asked, at a public address. */
  static byte[] done(byte[] question) {
    int port = question[1] == 1 ? ByteBuffer.wrap(question).getShort(42) : 0;
    return pcp(question, 0, ByteBuffer.wrap(question).getInt(4), port, wan());
  }

  static byte[] refused(byte[] question, int result) {
    return pcp(question, result, 30, 0, new byte[4]);
  }

  /** Of NAT-PMP, done, at a port. */
  static byte[] natPmp(byte[] question, int externalPort) {
    boolean isMap = question.length == 12;
    ByteBuffer answer = ByteBuffer.allocate(isMap ? 16 : 12);
    answer.put((byte) 0).put((byte) (128 + question[1])).putShort((short) 0).putInt(4_711);
    if (isMap) {
      answer.put(question, 4, 2).putShort((short) externalPort).put(question, 8, 4);
    } else {
      answer.put(wan());
    }
    return answer.array();
  }

  /** Of NAT-PMP to whatever has another version. */
  static byte[] natPmpRefusal(byte[] question, int result) {
    ByteBuffer answer = ByteBuffer.allocate(8);
    answer.put((byte) 0).put((byte) (128 + question[1])).putShort((short) result).putInt(4_711);
    return answer.array();
  }

  static byte[] wan() {
    return new byte[] {11, 22, 33, 1};
  }
}
