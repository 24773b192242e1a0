package dev.durward.probe.tls.client;

import java.io.ByteArrayOutputStream;

/** Writes what TLS is made of: numbers in network byte order, and vectors after their lengths. */
final class Wire {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Wire number8(int value) {
    bytes.write(value);
    return this;
  }

  Wire number16(int value) {
    return number8(value >>> 8).number8(value);
  }

  Wire numbers16(int... values) {
    for (int value : values) {
      number16(value);
    }
    return this;
  }

  Wire raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  Wire vector8(Wire value) {
    return number8(value.bytes.size()).raw(value.toBytes());
  }

  Wire vector16(Wire value) {
    return number16(value.bytes.size()).raw(value.toBytes());
  }

  Wire vector24(Wire value) {
    return number8(value.bytes.size() >>> 16).number16(value.bytes.size()).raw(value.toBytes());
  }

  boolean isEmpty() {
    return bytes.size() == 0;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
