package io.wavemesh.inference.domain;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Images that are kept, as far as their age matters. */
public interface AgingImages {
    /**
     * Removes images and results that were stored before a time, and what only names such. Others may do so at the same
     * time. Throws {@code RetryableException} while the store can't be reached.
     *
     * @param goOn asked before each removal, and may take its time; false ends the sweep
     * @return how much was removed: images by URL, requests, and marks
     */
    int removeOlder(Instant storedBefore, BooleanSupplier goOn);
}
