package dev.gristmill.boot;

import java.io.IOException;

/** What a machine is asked for while it runs. */
interface Monitor extends AutoCloseable {
    /** Asks the guest's balloon for {@link Machine#BALLOON_KIB}, the first time it is called. Whether it gave, the guest tells. */
    void inflate() throws IOException;

    @Override
    void close() throws IOException;
}
