package io.wavemesh.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a GPU can be worked on, as its readings tell.
 *
 * @param usable whether new work may be begun
 * @param restart whether a fresh process may help; where the GPU itself is at fault it does not
 * @param reason why not, in one line
 */
public record DeviceHealth(boolean usable, boolean restart, Optional<String> reason) {

    /**
     * Errors that need the GPU reset or replaced: double-bit memory error (48), row remapped but not before a reset (63), failed row
     * remapping (64), NVLink (74), fallen off the bus (79), uncontained memory error (95), the GPU's system processor (119, 120).
     *
     * <p>Source: NVIDIA's "Xid Errors" catalogue.
     */
    private static final Set<Long> DEVICE_FAULTS = Set.of(48L, 63L, 64L, 74L, 79L, 95L, 119L, 120L);
    /** A memory error that ended only the program that met it: a fresh process gets good memory. */
    private static final long CONTAINED_MEMORY_ERROR = 94;

    private static final DeviceHealth GOOD = new DeviceHealth(true, false, Optional.empty());

    /** The codes (Xid) after which a GPU is not usable, in order. */
    static SortedSet<Long> fatalXids() {
        SortedSet<Long> fatal = new TreeSet<>(DEVICE_FAULTS);
        fatal.add(CONTAINED_MEMORY_ERROR);
        return fatal;
    }

    /**
     * Judges.
     *
     * @param first taken when the program started: errors from before it are not its own
     */
    public static DeviceHealth of(DeviceReading first, DeviceReading now) {
        if (now.lost().isPresent()) {
            return bad(false, "the GPU is lost: " + now.lost().get());
        }
        List<Long> faults = now.xids().stream().filter(DEVICE_FAULTS::contains).toList();
        if (!faults.isEmpty()) {
            return bad(false, "the driver reported Xid " + faults.get(0));
        }
        if (now.xids().contains(CONTAINED_MEMORY_ERROR)) {
            return bad(true, "the driver reported Xid " + CONTAINED_MEMORY_ERROR);
        }
        long before = first.uncorrectedEccErrors().orElse(0);
        long after = now.uncorrectedEccErrors().orElse(before);
        return after > before ? bad(true, (after - before) + " uncorrected memory errors since the start") : GOOD;
    }

    private static DeviceHealth bad(boolean restart, String reason) {
        return new DeviceHealth(false, restart, Optional.of(reason));
    }
}
