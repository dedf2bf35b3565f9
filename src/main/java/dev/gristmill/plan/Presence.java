package dev.gristmill.plan;

/** Whether the result of a step is in the store. */
public enum Presence {
    THERE,
    MISSING,
    /** It depends on something that is itself missing. */
    UNKNOWN
}
