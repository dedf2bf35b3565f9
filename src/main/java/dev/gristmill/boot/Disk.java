package dev.gristmill.boot;

import java.nio.file.Path;

/**
 * A disk image for a guest.
 *
 * @param serial what the guest's orders call it; on QEMU its serial number too
 */
record Disk(String serial, Path file, boolean readOnly) {}
