package dev.gristmill.boot;

/** What runs a guest's instructions. */
public enum Acceleration {
    /** Software emulation, which works everywhere. */
    EMULATION,
    /** The same with a clock that counts instructions, whatever the load of the host: one takes two nanoseconds. */
    COUNTED,
    /** The host's processor. That {@code /dev/kvm} is there does not mean that it works. */
    KVM
}
