package dev.gristmill.kconfig;

import dev.gristmill.model.Digest;

/** What a configuration is resolved from. */
public sealed interface ConfigurationRequest permits RequestedConfiguration, FullConfiguration {
    /** Over what is asked for, whatever its order, comments and files. */
    Digest digest();

    /** What the source tree fills the gaps with. */
    enum Base {
        /** Nothing is on that nobody asked for. */
        ALLNOCONFIG,
        /** Options the file does not know get the tree's defaults. */
        OLDDEFCONFIG
    }

    Base base();

    /** Whether it asks for the option with y. */
    boolean wants(Option option);
}
