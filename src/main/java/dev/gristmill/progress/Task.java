package dev.gristmill.progress;

/** One running step. Closing it without {@link #done} says that it did not succeed. */
public interface Task extends AutoCloseable {
    /** How many units it will take, as far as is known now; may be corrected later. */
    void expect(long total);

    /** How many units are behind us. */
    void reached(long units);

    /** What is at hand just now: a file, a make target. */
    void detail(String text);

    /** It succeeded. */
    void done(String summary);

    @Override
    void close();
}
