package io.wavemesh.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which GPU a program means by {@code cuda:N}: the N-th of CUDA_VISIBLE_DEVICES, which lists indices or UUIDs, else the N-th of
 * the machine. CUDA itself counts the fastest first unless CUDA_DEVICE_ORDER=PCI_BUS_ID; on machines with equal GPUs that is
 * the same.
 */
final class VisibleDevices {
    /** A GPU by index, or by the beginning of its UUID where that is given. */
    record Choice(int index, Optional<String> uuid) {}

    private VisibleDevices() {}

    /**
     * As CUDA does: of the list, only what stands before the first entry that names no GPU is visible.
     *
     * @param listed the variable's value, if set
     * @return empty if the N-th is not visible
     */
    static Optional<Choice> choose(Optional<String> listed, int n) {
        if (listed.isEmpty()) {
            return Optional.of(new Choice(n, Optional.empty()));
        }
        List<Choice> visible = new ArrayList<>();
        for (String entry : listed.get().split(",")) {
            Optional<Choice> choice = parse(entry.strip());
            if (choice.isEmpty()) {
                break;
            }
            visible.add(choice.get());
        }
        return n < visible.size() ? Optional.of(visible.get(n)) : Optional.empty();
    }

    private static Optional<Choice> parse(String entry) {
        if (entry.matches("\\d{1,3}")) {
            return Optional.of(new Choice(Integer.parseInt(entry), Optional.empty()));
        }
        return entry.startsWith("GPU-") || entry.startsWith("MIG-")
                ? Optional.of(new Choice(0, Optional.of(entry)))
                : Optional.empty();
    }
}
