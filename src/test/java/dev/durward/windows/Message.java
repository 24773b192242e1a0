package dev.durward.windows;

/**
 * What netsh says.
 *
 * <p>Recorded on real hosts: all in English, "no match" in German, the deletion in Spanish, most of
 * Chinese, and every OK but the Russian; the Russian deletion is from somebody's unit test. The
 * others are translations made here; nobody may depend on their words.
 */
enum Message {
  OK("Ok.", "OK.", "Ok.", "Aceptar", "ОК.", "确定。"),
  /** With the number of rules. */
  DELETED(
      "Deleted %d rule(s).",
      "%d Regel(n) wurden gelöscht.",
      "%d règle(s) supprimée(s).",
      "Se eliminaron %d reglas.",
      "Удалено правил: %d.",
      "已删除 %d 规则。"),
  /** With the number of rules. */
  UPDATED(
      "Updated %d rule(s).",
      "%d Regel(n) wurden aktualisiert.",
      "%d règle(s) mise(s) à jour.",
      "Se actualizaron %d reglas.",
      "Обновлено правил: %d.",
      "已更新 %d 规则。"),
  NO_MATCH(
      "No rules match the specified criteria.",
      "Keine Regeln stimmen mit den angegebenen Kriterien überein.",
      "Aucune règle ne correspond aux critères spécifiés.",
      "Ninguna regla coincide con los criterios especificados.",
      "Ни одно правило не соответствует указанным критериям.",
      "没有与指定标准相匹配的规则。"),
  ELEVATION(
      "The requested operation requires elevation (Run as administrator).",
      "Der angeforderte Vorgang erfordert erhöhte Rechte (als Administrator ausführen).",
      "L'opération demandée requiert une élévation (Exécuter en tant qu'administrateur).",
      "La operación solicitada requiere elevación (Ejecutar como administrador).",
      "Запрошенная операция требует повышения (запуск от имени администратора).",
      "请求的操作需要提升(作为管理员运行)。"),
  BAD_VALUE(
      "A specified value is not valid.",
      "Ein angegebener Wert ist ungültig.",
      "Une valeur spécifiée n'est pas valide.",
      "Un valor especificado no es válido.",
      "Указано недопустимое значение.",
      "指定的值无效。"),
  BAD_PORT(
      "A specified port value is not valid.",
      "Ein angegebener Portwert ist ungültig.",
      "Une valeur de port spécifiée n'est pas valide.",
      "Un valor de puerto especificado no es válido.",
      "Указано недопустимое значение порта.",
      "指定的端口值无效。"),
  BAD_PROTOCOL(
      "A specified protocol value is not valid.",
      "Ein angegebener Protokollwert ist ungültig.",
      "Une valeur de protocole spécifiée n'est pas valide.",
      "Un valor de protocolo especificado no es válido.",
      "Указано недопустимое значение протокола.",
      "指定的协议值无效。"),
  BAD_ADDRESS(
      "A specified IP address or address keyword is not valid.",
      "Eine angegebene IP-Adresse oder ein Adressschlüsselwort ist ungültig.",
      "Une adresse IP ou un mot clé d'adresse spécifié n'est pas valide.",
      "Una dirección IP o palabra clave de dirección especificada no es válida.",
      "Указан недопустимый IP-адрес или ключевое слово адреса.",
      "指定的 IP 地址或地址关键字无效。"),
  MISSING(
      "One or more essential parameters were not entered.",
      "Mindestens ein erforderlicher Parameter wurde nicht eingegeben.",
      "Un ou plusieurs paramètres essentiels n'ont pas été entrés.",
      "No se especificaron uno o más parámetros esenciales.",
      "Не указан один или несколько обязательных параметров.",
      "未输入一个或多个基本参数。"),
  BROKEN(
      "An unrecoverable Windows Defender Firewall error (0x2) occurred.",
      "In der Windows Defender Firewall ist ein nicht behebbarer Fehler (0x2) aufgetreten.",
      "Une erreur irrécupérable du pare-feu Windows Defender (0x2) s'est produite.",
      "Se produjo un error irrecuperable (0x2) del Firewall de Windows Defender.",
      "Произошла неустранимая ошибка брандмауэра Защитника Windows (0x2).",
      "发生了不可恢复的 Windows Defender 防火墙错误(0x2)。"),
  /** The word before the syntax. */
  USAGE("Usage:", "Syntax:", "Syntaxe :", "Uso:", "Использование:", "用法:");

  private final String english;
  private final String german;
  private final String french;
  private final String spanish;
  private final String russian;
  private final String chinese;

  Message(
      String english,
      String german,
      String french,
      String spanish,
      String russian,
      String chinese) {
    this.english = english;
    this.german = german;
    this.french = french;
    this.spanish = spanish;
    this.russian = russian;
    this.chinese = chinese;
  }

  String in(Language language) {
    return switch (language) {
      case ENGLISH -> english;
      case GERMAN -> german;
      case FRENCH -> french;
      case SPANISH -> spanish;
      case RUSSIAN -> russian;
      case CHINESE -> chinese;
    };
  }
}
