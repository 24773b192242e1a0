package dev.durward.windows;

/**
 * How netsh ended; on standard error it writes nothing.
 *
 * @param stdout in the console's OEM code page
 */
@SuppressWarnings("ArrayRecordComponent") // raw output; answers are never compared
public record Answer(int exitCode, byte[] stdout) {}
