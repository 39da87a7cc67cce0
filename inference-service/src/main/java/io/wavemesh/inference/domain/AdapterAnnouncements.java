package io.wavemesh.inference.domain;

import java.time.Duration;

/** Where announced adapters come from. */
@FunctionalInterface
public interface AdapterAnnouncements {
    /**
     * Waits until every adapter that was announced before the start is registered; false if it takes longer.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    boolean awaitCaughtUp(Duration limit) throws InterruptedException;
}
