package dev.gristmill.progress;

/** Where steps report to. Implementations may be called from several threads. */
public interface Progress {

    /** What a task's numbers count. */
    enum Unit {
        BYTES,
        STEPS
    }

    /**
     * A step begins.
     *
     * @param subject what is worked on: {@code linux 5.10.262}, {@code 5.10.262-tiny arm64}
     * @param step what is done to it, one word or two: {@code fetch}, {@code unpack}, {@code compile}
     */
    Task begin(String subject, String step, Unit unit);

    /** A line worth reading, such as a decision that was taken. */
    void note(String line);

    /** A line that asks for attention; the work goes on. */
    void warn(String line);

    /** Tells nobody. */
    static Progress none() {
        return Silent.INSTANCE;
    }
}
