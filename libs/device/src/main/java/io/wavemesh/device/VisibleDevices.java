package io.wavemesh.device;

import java.util.Optional;

/**
 * Which GPU a program means by {@code cuda:N}: the N-th of CUDA_VISIBLE_DEVICES, which lists indices or UUIDs, else the N-th of
 * the machine. CUDA itself counts the fastest first unless CUDA_DEVICE_ORDER=PCI_BUS_ID; on machines with equal GPUs that is
 * the same.
 */
final class VisibleDevices {
    /** A GPU by index, or by UUID where that is given. */
    record Choice(int index, Optional<String> uuid) {}

    private VisibleDevices() {}

    /**
     * @param listed the variable's value, if set
     * @return empty if the N-th is not visible
     */
    static Optional<Choice> choose(Optional<String> listed, int n) {
        if (listed.isEmpty()) {
            return Optional.of(new Choice(n, Optional.empty()));
        }
        String[] entries = listed.get().split(",");
        if (n >= entries.length) {
            return Optional.empty();
        }
        String entry = entries[n].strip();
        if (entry.matches("\\d{1,3}")) {
            return Optional.of(new Choice(Integer.parseInt(entry), Optional.empty()));
        }
        return entry.startsWith("GPU-") || entry.startsWith("MIG-")
                ? Optional.of(new Choice(n, Optional.of(entry)))
                : Optional.empty();
    }
}
