package dev.gristmill.kconfig;

/**
 * An option that may come out otherwise than asked.
 *
 * @param reason why that does no harm
 * @param place where that is written: {@code file:line:column}
 */
public record WaivedOption(Option option, String reason, String place) {}
