package io.wavemesh.device;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A GPU at one moment. What the driver cannot tell (for a slice of a GPU, or in a virtual machine) is empty, never zero.
 *
 * @param name such as NVIDIA H100 80GB HBM3
 * @param uuid as the driver tells GPUs apart
 * @param usedBytes by all processes
 * @param utilizationPercent share of the last sampling period in which a kernel ran
 * @param uncorrectedEccErrors since the driver was loaded
 * @param xidCounts how often each code (Xid) of the driver's error messages was seen since the monitor was opened
 * @param lost why the GPU cannot be used at all any more, if so; then the rest is what was last known
 */
public record DeviceReading(
        String name,
        String uuid,
        String driverVersion,
        OptionalLong totalBytes,
        OptionalLong usedBytes,
        OptionalInt utilizationPercent,
        OptionalLong uncorrectedEccErrors,
        SortedMap<Long, Long> xidCounts,
        Optional<String> lost) {

    /** Copies the counts. */
    public DeviceReading {
        xidCounts = Collections.unmodifiableSortedMap(new TreeMap<>(xidCounts));
    }

    /** The codes (Xid) of the driver's error messages since the monitor was opened. */
    public SortedSet<Long> xids() {
        return new TreeSet<>(xidCounts.keySet());
    }
}
