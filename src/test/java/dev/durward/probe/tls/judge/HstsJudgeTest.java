package dev.durward.probe.tls.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.probe.verification.Judgement;
import dev.durward.probe.verification.Judgement.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HstsJudgeTest {
  @ParameterizedTest
  @CsvSource({
    "max-age=31536000, PASS, 365 days",
    "includeSubDomains; MAX-AGE = \"86400\" ; preload, PASS, 1 days",
    "max-age=99999999999999999999999, PASS, days",
    "max-age=0, FAIL, taken back",
    "includeSubDomains, FAIL, without a max-age",
    "max-age=a year, FAIL, without a max-age",
    "max-age=-1, FAIL, without a max-age",
    "xmax-age=1, FAIL, without a max-age",
    "'', FAIL, without a max-age",
  })
  void onlyAnAgeKeepsBrowsersToHttps(String header, Verdict verdict, String words) {
    Judgement judgement = HstsJudge.judge(header);
    assertEquals(verdict, judgement.verdict(), judgement.reason());
    assertEquals(true, judgement.reason().contains(words), judgement.reason());
  }
}
