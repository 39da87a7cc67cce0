package io.wavemesh.waveft;

import java.util.Arrays;

/**
 * The identity permutation of a size, of which only the places that a shuffle has touched are stored: an open-addressing
 * map from place to value, or the whole array where a large part will be drawn anyway. One thread at a time.
 */
final class SwappedPlaces {
    private static final int EMPTY = -1;

    private final int[] dense;
    private final int[] keys;
    private final int[] values;
    private final int mask;

    SwappedPlaces(int size, int draws) {
        if (draws >= size / 8) {
            dense = new int[size];
            Arrays.setAll(dense, i -> i);
            keys = values = null;
            mask = 0;
        } else {
            dense = null;
            int capacity = Integer.highestOneBit(Math.max(8, draws)) * 4;
            keys = new int[capacity];
            values = new int[capacity];
            mask = capacity - 1;
            Arrays.fill(keys, EMPTY);
        }
    }

    /**
     * Swaps the values of two places, {@code first <= second}, and returns the new value of the first, which is not
     * asked for again and so is not stored.
     */
    int swap(int first, int second) {
        if (dense != null) {
            int taken = dense[second];
            dense[second] = dense[first];
            return taken;
        }
        int firstSlot = slot(first);
        int firstValue = keys[firstSlot] == EMPTY ? first : values[firstSlot];
        if (first == second) {
            return firstValue;
        }
        int slot = slot(second);
        int taken = keys[slot] == EMPTY ? second : values[slot];
        keys[slot] = second;
        values[slot] = firstValue;
        return taken;
    }

    private int slot(int key) {
        int slot = key * 0x9e3779b9 >>> 7 & mask;
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
