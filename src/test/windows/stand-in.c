/*
 * Stands in for a program of Windows under Wine: writes down how it was called, and lets Java
 * answer.
 *
 * Beside netsh.exe stand netsh.java, the command line that starts the answering program (UTF-8),
 * and netsh.log, to which each call adds one line: its command line as it arrived (UTF-8).
 *
 * The answering program finds the command line in DURWARD_COMMAND_LINE: java.exe's own
 * arguments pass through the ANSI code page and lose what isn't in it, the environment doesn't.
 */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#define ROOM 32768
#define CANNOT_START 250

static wchar_t path[ROOM];
static wchar_t command[ROOM];
static char text[4 * ROOM];

/* Opens the file beside this program that is called like it, with another ending. */
static HANDLE beside(const wchar_t *ending, DWORD access, DWORD disposition) {
  DWORD length = GetModuleFileNameW(NULL, path, ROOM);
  wcscpy(path + length - wcslen(L"exe"), ending);
  return CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, disposition, 0, NULL);
}

static int fail(const char *what) {
  fprintf(stderr, "stand-in: %s: error %lu\n", what, GetLastError());
  return CANNOT_START;
}

int wmain(void) {
  DWORD count;
  HANDLE file = beside(L"log", FILE_APPEND_DATA, OPEN_ALWAYS);
  int length = WideCharToMultiByte(CP_UTF8, 0, GetCommandLineW(), -1, text, sizeof text, NULL, NULL);
  if (file == INVALID_HANDLE_VALUE || length == 0) return fail("its log");
  text[length - 1] = '\n'; /* in place of the final NUL */
  if (!WriteFile(file, text, length, &count, NULL)) return fail("its log");
  CloseHandle(file);

  file = beside(L"java", GENERIC_READ, OPEN_EXISTING);
  if (file == INVALID_HANDLE_VALUE || !ReadFile(file, text, sizeof text, &count, NULL))
    return fail("what starts Java");
  CloseHandle(file);
  /* The memory of a process is zero at first, so the text ends behind its last character. */
  MultiByteToWideChar(CP_UTF8, 0, text, count, command, ROOM - 1);

  SetEnvironmentVariableW(L"DURWARD_COMMAND_LINE", GetCommandLineW());
  STARTUPINFOW startup = {.cb = sizeof startup};
  PROCESS_INFORMATION java;
  if (!CreateProcessW(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &java))
    return fail("starting Java");
  DWORD exit = CANNOT_START;
  WaitForSingleObject(java.hProcess, INFINITE);
  GetExitCodeProcess(java.hProcess, &exit);
  return (int)exit;
}
