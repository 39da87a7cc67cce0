package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;

/** Tells all replicas that an adapter is gone. */
public interface AdapterWithdrawal {
    /**
     * Returns when the mesh has taken the news.
     *
     * @throws io.wavemesh.contracts.RetryableException if it can't be reached
     */
    void withdraw(AdapterId adapter);
}
