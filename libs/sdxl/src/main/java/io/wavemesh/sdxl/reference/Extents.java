package io.wavemesh.sdxl.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a tensor without its values.
 *
 * @param each extents, outermost first
 */
public record Extents(List<Integer> each) {
    /** Copies the list. */
    public Extents {
        each = List.copyOf(each);
    }

    /** A shape. */
    public static Extents of(Integer... extents) {
        return new Extents(List.of(extents));
    }

    /** One extent; negative axes count from the end. */
    public int extent(int axis) {
        return each.get(axis < 0 ? each.size() + axis : axis);
    }

    /** Number of values. */
    public long size() {
        long size = 1;
        for (int extent : each) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }

    Extents withLast(int extent) {
        List<Integer> changed = new ArrayList<>(each);
        changed.set(changed.size() - 1, extent);
        return new Extents(changed);
    }
}
