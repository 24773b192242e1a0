package dev.durward.platform.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may do what with a file of Windows, by the text of its security descriptor ([MS-DTYP] 2.5.1),
 * in which no language of Windows has a word. What denies is not looked at, so that more may seem
 * to be allowed than is.
 *
 * @param owner as the text has him: two letters, or his number
 * @param grants what it allows
 */
public record AccessList(String owner, List<Grant> grants) {
  /** Who has no number of his own here. */
  private static final String EVERYONE = "WD";

  /** SYSTEM, the administrators, the first of them, and the installer of Windows itself. */
  private static final Set<String> TRUSTED =
      Set.of(
          "SY",
          "BA",
          "LA",
          "S-1-5-18",
          "S-1-5-32-544",
          "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");

  private static final Pattern OWNER = Pattern.compile("O:(S-[0-9-]+|[A-Z]{2})");
  private static final Pattern DACL = Pattern.compile("D:([A-Z_]*)((?:\\([^)]*\\))*)");
  private static final Pattern ACE =
      Pattern.compile("\\((X?A|OA);([A-Z]*);([^;]*);[^;]*;[^;]*;([^;)]+)(?:;[^)]*)?\\)");

  /** DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_ALL ([MS-DTYP] 2.4.3). */
  private static final long TAKES_OVER = 0x100D0000L;

  /** FILE_WRITE_DATA, FILE_APPEND_DATA, GENERIC_WRITE. */
  private static final long WRITES = 0x40000006L;

  /** FILE_DELETE_CHILD: what is there can be replaced; in a folder others may well make files. */
  private static final long DELETES_CHILDREN = 0x40;

  private static final Map<String, Long> RIGHTS =
      Map.ofEntries(
          Map.entry("CC", 0x1L),
          Map.entry("DC", 0x2L),
          Map.entry("LC", 0x4L),
          Map.entry("SW", 0x8L),
          Map.entry("RP", 0x10L),
          Map.entry("WP", 0x20L),
          Map.entry("DT", 0x40L),
          Map.entry("LO", 0x80L),
          Map.entry("CR", 0x100L),
          Map.entry("SD", 0x10000L),
          Map.entry("RC", 0x20000L),
          Map.entry("WD", 0x40000L),
          Map.entry("WO", 0x80000L),
          Map.entry("GA", 0x10000000L),
          Map.entry("GX", 0x20000000L),
          Map.entry("GW", 0x40000000L),
          Map.entry("GR", 0x80000000L),
          Map.entry("FA", 0x1F01FFL),
          Map.entry("FR", 0x120089L),
          Map.entry("FW", 0x120116L),
          Map.entry("FX", 0x1200A0L));

  /** Rights that somebody has. */
  public record Grant(String who, long rights) {}

  /** Reads a descriptor with its owner and its list; without a list, everyone may do everything. */
  public static AccessList parse(String text) {
    Matcher owner = OWNER.matcher(text);
    Matcher list = DACL.matcher(text);
    List<Grant> grants = new ArrayList<>();
    if (!list.find() || list.group(1).contains("NO_ACCESS_CONTROL")) {
      grants.add(new Grant(EVERYONE, TAKES_OVER | WRITES));
    } else {
      Matcher ace = ACE.matcher(list.group(2));
      while (ace.find()) {
        // Inherit only: what is made below gets it.
        if (!ace.group(2).contains("IO")) {
          grants.add(new Grant(ace.group(4), rights(ace.group(3))));
        }
      }
    }
    return new AccessList(owner.find() ? owner.group(1) : "an owner who isn't told", grants);
  }

  /** Rights that are not known are all rights. */
  private static long rights(String text) {
    if (text.matches("0x[0-9a-fA-F]{1,8}")) {
      return Long.parseLong(text.substring(2), 16);
    }
    long rights = 0;
    for (int i = 0; i < text.length(); i += 2) {
      rights |= RIGHTS.getOrDefault(text.substring(i, Math.min(i + 2, text.length())), -1L);
    }
    return rights;
  }

  /**
   * Who besides the administrators, Windows itself and this user can change what a file says, or
   * put another one in its place.
   *
   * @param user the number of this user
   * @param folder whether it is a folder on the file's way
   */
  public Optional<String> writer(String user, boolean folder) {
    if (!isTrusted(owner, user)) {
      return Optional.of(owner);
    }
    long dangerous = TAKES_OVER | (folder ? DELETES_CHILDREN : WRITES);
    return grants.stream()
        .filter(grant -> (grant.rights() & dangerous) != 0 && !isTrusted(grant.who(), user))
        .map(Grant::who)
        .findFirst();
  }

  /** Owner rights (OW, S-1-3-4) are the owner's, of whom has been asked. */
  private static boolean isTrusted(String who, String user) {
    return TRUSTED.contains(who) || who.equals(user) || who.equals("OW") || who.equals("S-1-3-4");
  }
}
