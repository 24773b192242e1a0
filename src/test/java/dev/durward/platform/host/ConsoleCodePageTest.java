package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleCodePageTest {
  @ParameterizedTest
  @CsvSource({
    "437, IBM437",
    "850, IBM850",
    "852, IBM852",
    "866, IBM866",
    "874, x-windows-874",
    "932, windows-31j",
    "936, x-mswin-936",
    "949, x-windows-949",
    "950, x-windows-950",
    "1258, windows-1258",
    "65001, UTF-8",
  })
  void isTheCharsetThatWindowsMeans(int number, String name) {
    assertEquals(name, ConsoleCodePage.charset(number).name());
  }

  @Test
  void isAsciiWhereJavaHasNoSuchCharset() {
    assertEquals(StandardCharsets.US_ASCII, ConsoleCodePage.charset(720));
    assertEquals(StandardCharsets.US_ASCII, ConsoleCodePage.charset(-1));
  }
}
