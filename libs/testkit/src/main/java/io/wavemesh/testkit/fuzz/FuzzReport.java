package io.wavemesh.testkit.fuzz;

import java.time.Duration;
import java.util.Locale;

/**
 * What a run of inputs came to.
 *
 * @param name of the run
 * @param inputs how many there were
 * @param read how many were read as if nothing were wrong
 * @param refused how many ended in a refusal
 * @param slowest time of the slowest one
 * @param mostAllocatedBytes what the hungriest one allocated on its thread
 */
public record FuzzReport(String name, int inputs, int read, int refused, Duration slowest, long mostAllocatedBytes) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d inputs, %d read, %d refused, slowest %d ms, most allocated %d kB",
                name,
                inputs,
                read,
                refused,
                slowest.toMillis(),
                mostAllocatedBytes >> 10);
    }
}
