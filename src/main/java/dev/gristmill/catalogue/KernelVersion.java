package dev.gristmill.catalogue;

import dev.gristmill.model.Release;
import dev.gristmill.model.Series;

/** Which release of the kernel is meant. */
public sealed interface KernelVersion {
    Series series();

    /** The newest release of a series that its source offers. */
    record NewestOf(Series series) implements KernelVersion {
        @Override
        public String toString() {
            return series.toString();
        }
    }

    /** The release that the lock pins for a series; written like the series. */
    record Pinned(Pin pin) implements KernelVersion {
        @Override
        public Series series() {
            return pin.release().series();
        }

        @Override
        public String toString() {
            return series().toString();
        }
    }

    /** That release and no other. */
    record Exactly(Release release) implements KernelVersion {
        @Override
        public Series series() {
            return release.series();
        }

        @Override
        public String toString() {
            return release.toString();
        }
    }
}
