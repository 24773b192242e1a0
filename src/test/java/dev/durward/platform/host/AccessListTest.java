package dev.durward.platform.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who can write a file, by security descriptors as Windows has them by default and otherwise. */
class AccessListTest {
  private static final String ANNA = "S-1-5-21-1004336348-1177238915-682003330-1001";
  private static final String INSTALLER =
      "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

  private static Optional<String> file(String text) {
    return AccessList.parse(text).writer(ANNA, false);
  }

  private static Optional<String> folder(String text) {
    return AccessList.parse(text).writer(ANNA, true);
  }

  /** The root of a disk, the folder of all users, that of one, and a file there. */
  @Test
  void whatWindowsSetsForUsersAndForItselfIsNobodyElses() {
    assertEquals(
        Optional.empty(),
        folder(
            "O:"
                + INSTALLER
                + "G:"
                + INSTALLER
                + "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
                + "(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)"));
    assertEquals(
        Optional.empty(),
        folder("O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1200a9;;;WD)"));
    String own =
        "O:" + ANNA + "D:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;FA;;;" + ANNA + ")";
    assertEquals(Optional.empty(), folder(own));
    assertEquals(Optional.empty(), file(own.replace("OICI", "")));
  }

  /** A folder that an administrator makes at the root of a disk is everybody's by default. */
  @Test
  void whatAFolderAtTheRootOfADiskInheritsIsSeen() {
    String made =
        "O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;0x1200a9;;;BU)"
            + "(A;ID;0x1301bf;;;AU)(A;OICIIOID;SDGXGWGR;;;AU)";
    assertEquals(Optional.of("AU"), folder(made));
    assertEquals(Optional.of("AU"), file(made));
  }

  @ParameterizedTest
  @CsvSource({
    "FR, false, false",
    "FX, false, false",
    "0x1200a9, false, false",
    "FW, true, false",
    "0x2, true, false",
    "LC, true, false",
    "GW, true, false",
    "DT, false, true",
    "SD, true, true",
    "WD, true, true",
    "WO, true, true",
    "GA, true, true",
    "FA, true, true",
    "0x1301bf, true, true",
    "RCWD, true, true",
    "ZZ, true, true",
  })
  void eachRightCountsWhereItCanChangeTheFile(String rights, boolean ofFile, boolean ofFolder) {
    String text = "O:BAD:(A;;FA;;;BA)(A;;" + rights + ";;;BU)";
    assertEquals(ofFile, file(text).isPresent());
    assertEquals(ofFolder, folder(text).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "O:BUD:(A;;FA;;;BA), BU",
    "D:(A;;FA;;;BA), an owner who isn't told",
    "O:BA, WD",
    "O:BAD:NO_ACCESS_CONTROL, WD",
    "O:BAD:(XA;;FA;;;BU;(Member_of {SID(BA)})), BU",
    "O:BAD:(A;;FA;;;S-1-5-21-1-2-3-1002), S-1-5-21-1-2-3-1002",
  })
  void whoeverElseItIs(String text, String who) {
    assertEquals(Optional.of(who), file(text));
  }

  @Test
  void whatIsDeniedOrSaidOfTheOwnerOpensNothing() {
    assertEquals(Optional.empty(), file("O:BAD:P(D;;FA;;;BU)(A;;FA;;;OW)(A;;FA;;;SY)"));
    assertEquals(Optional.empty(), file("O:BAD:"), "nobody may do anything");
  }
}
