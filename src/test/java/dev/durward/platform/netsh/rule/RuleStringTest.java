package dev.durward.platform.netsh.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.durward.platform.netsh.registry.Reading;
import dev.durward.platform.netsh.rule.RuleString.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleStringTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=443|LPort=80|Name=web|",
        "v2.30|Name=a=b, c \u00e9 \u9632\u706b\u5899|Desc=|",
        "v2.0|X=\n|"
      })
  void givesTheTextBackToTheLetter(String text) {
    assertEquals(text, RuleString.parse(text).readable().orElseThrow().text());
  }

  @Test
  void keepsTheOrderAndRepeatedKeys() {
    RuleString rule = RuleString.parse("v2.10|B=1|A=2|B=3|").readable().orElseThrow();
    assertEquals("2.10", rule.version());
    assertEquals(
        List.of(new Field("B", "1"), new Field("A", "2"), new Field("B", "3")), rule.fields());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "''                  ! it doesn't begin with a version such as v2.10|",
        "V2.0|Action=Block|  ! it doesn't begin with a version such as v2.10|",
        "v2|Action=Block|    ! it doesn't begin with a version such as v2.10|",
        "v2.|Action=Block|   ! it doesn't begin with a version such as v2.10|",
        "v2.1x|Action=Block| ! it doesn't begin with a version such as v2.10|",
        "|Action=Block|      ! it doesn't begin with a version such as v2.10|",
        "v2.10               ! it doesn't begin with a version such as v2.10|",
        "v2.10|              ! nothing follows the version",
        "v2.10|Action=Blo    ! it is cut off within Action=Blo",
        "v2.10|Action|Dir=In|! there is no KEY=VALUE in \"Action\"",
        "v2.10|=x|           ! there is no KEY=VALUE in \"=x\"",
        "v2.10|A=1||         ! there is no KEY=VALUE in \"\"",
      })
  void saysWhatIsWrong(String text, String reason) {
    assertEquals(
        reason,
        assertInstanceOf(Reading.Unreadable.class, RuleString.parse(text.strip())).reason());
  }

  @Test
  void whatCouldNotBeReadBackCanNotBeBuilt() {
    assertThrows(IllegalArgumentException.class, () -> new Field("", "x"));
    assertThrows(IllegalArgumentException.class, () -> new Field("a=b", "x"));
    assertThrows(IllegalArgumentException.class, () -> new Field("a", "x|y"));
    assertThrows(IllegalArgumentException.class, () -> new RuleString("2.10", List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new RuleString("2", List.of(new Field("a", "b"))));
  }

  @Test
  void everyStringIsWrittenAndReadAlike() {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("rule strings: -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      List<Field> fields = new ArrayList<>();
      for (int j = random.nextInt(6); j >= 0; j--) {
        fields.add(new Field(noise(random, 1, "|="), noise(random, 0, "|")));
      }
      RuleString rule = new RuleString(random.nextInt(9) + "." + random.nextInt(99), fields);
      assertEquals(new Reading.Value<>(rule), RuleString.parse(rule.text()));
    }
  }

  private static String noise(Random random, int least, String without) {
    StringBuilder text = new StringBuilder();
    int length = least + random.nextInt(12);
    while (text.length() < length) {
      char c = (char) (random.nextInt(8) == 0 ? random.nextInt(0xd800) : random.nextInt(127));
      if (without.indexOf(c) < 0) {
        text.append(c);
      }
    }
    return text.toString();
  }
}
