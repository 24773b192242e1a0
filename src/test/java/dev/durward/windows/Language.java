package dev.durward.windows;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;

/**
 * A display language of Windows: netsh's messages in it, and the code page of its console.
 *
 * <p>Recorded on real hosts: all in English, "no match" and OK in German, the deletion and its
 * "Aceptar" in Spanish, all but "missing" and "broken" in Chinese, the deletion in Russian, and
 * every OK. The others are translations made here; nobody may depend on their words.
 */
public enum Language {
  ENGLISH(
      "IBM437",
      "Ok.",
      "Deleted %d rule(s).",
      "Updated %d rule(s).",
      "No rules match the specified criteria.",
      "The requested operation requires elevation (Run as administrator).",
      "A specified value is not valid.",
      "A specified port value is not valid.",
      "A specified protocol value is not valid.",
      "A specified IP address or address keyword is not valid.",
      "One or more essential parameters were not entered.",
      "An unrecoverable Windows Defender Firewall error (0x2) occurred.",
      "Usage:"),
  GERMAN(
      "IBM850",
      "OK.",
      "%d Regel(n) wurden gelöscht.",
      "%d Regel(n) wurden aktualisiert.",
      "Keine Regeln stimmen mit den angegebenen Kriterien überein.",
      "Der angeforderte Vorgang erfordert erhöhte Rechte (als Administrator ausführen).",
      "Ein angegebener Wert ist ungültig.",
      "Ein angegebener Portwert ist ungültig.",
      "Ein angegebener Protokollwert ist ungültig.",
      "Eine angegebene IP-Adresse oder ein Adressschlüsselwort ist ungültig.",
      "Mindestens ein erforderlicher Parameter wurde nicht eingegeben.",
      "In der Windows Defender Firewall ist ein nicht behebbarer Fehler (0x2) aufgetreten.",
      "Syntax:"),
  FRENCH(
      "IBM850",
      "Ok.",
      "%d règle(s) supprimée(s).",
      "%d règle(s) mise(s) à jour.",
      "Aucune règle ne correspond aux critères spécifiés.",
      "L'opération demandée requiert une élévation (Exécuter en tant qu'administrateur).",
      "Une valeur spécifiée n'est pas valide.",
      "Une valeur de port spécifiée n'est pas valide.",
      "Une valeur de protocole spécifiée n'est pas valide.",
      "Une adresse IP ou un mot clé d'adresse spécifié n'est pas valide.",
      "Un ou plusieurs paramètres essentiels n'ont pas été entrés.",
      "Une erreur irrécupérable du pare-feu Windows Defender (0x2) s'est produite.",
      "Syntaxe :"),
  SPANISH(
      "IBM850",
      "Aceptar",
      "Se eliminaron %d reglas.",
      "Se actualizaron %d reglas.",
      "Ninguna regla coincide con los criterios especificados.",
      "La operación solicitada requiere elevación (Ejecutar como administrador).",
      "Un valor especificado no es válido.",
      "Un valor de puerto especificado no es válido.",
      "Un valor de protocolo especificado no es válido.",
      "Una dirección IP o palabra clave de dirección especificada no es válida.",
      "No se especificaron uno o más parámetros esenciales.",
      "Se produjo un error irrecuperable (0x2) del Firewall de Windows Defender.",
      "Uso:"),
  RUSSIAN(
      "IBM866",
      "ОК.",
      "Удалено правил: %d.",
      "Обновлено правил: %d.",
      "Ни одно правило не соответствует указанным критериям.",
      "Запрошенная операция требует повышения (запуск от имени администратора).",
      "Указано недопустимое значение.",
      "Указано недопустимое значение порта.",
      "Указано недопустимое значение протокола.",
      "Указан недопустимый IP-адрес или ключевое слово адреса.",
      "Не указан один или несколько обязательных параметров.",
      "Произошла неустранимая ошибка брандмауэра Защитника Windows (0x2).",
      "Использование:"),
  CHINESE(
      "GBK",
      "确定。",
      "已删除 %d 规则。",
      "已更新 %d 规则。",
      "没有与指定标准相匹配的规则。",
      "请求的操作需要提升(作为管理员运行)。",
      "指定的值无效。",
      "指定的端口值无效。",
      "指定的协议值无效。",
      "指定的 IP 地址或地址关键字无效。",
      "未输入一个或多个基本参数。",
      "发生了不可恢复的 Windows Defender 防火墙错误(0x2)。",
      "用法:");

  private final String codePage;
  private final List<String> messages;

  /**
   * @param messages in the order of {@link Message}
   */
  Language(String codePage, String... messages) {
    this.codePage = codePage;
    this.messages = List.of(messages);
  }

  /** The OEM code page of a console in this language, which redirected output is in. */
  public Charset codePage() {
    return Charset.forName(codePage);
  }

  String says(Message message) {
    return messages.get(message.ordinal());
  }

  String says(Message message, int count) {
    return String.format(Locale.ROOT, says(message), count);
  }
}
