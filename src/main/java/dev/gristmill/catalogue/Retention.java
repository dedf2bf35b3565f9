package dev.gristmill.catalogue;

/**
 * Which published kernels stay. The newest of each series and profile always does.
 *
 * @param keep how many of each series and profile, the newest ones
 * @param days whatever is younger stays, too
 */
public record Retention(int keep, long days) {
    public static final Retention USUAL = new Retention(3, 90);
}
