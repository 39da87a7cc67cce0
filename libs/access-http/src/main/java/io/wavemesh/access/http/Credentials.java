package io.wavemesh.access.http;

/** What a caller showed when it was let in; for answers that go on for long. Safe for threads. */
@FunctionalInterface
public interface Credentials {
    /** Whether the caller would still be let in by the same, and might do all that it may: looks at the keys and the clock. */
    boolean stillCount();
}
