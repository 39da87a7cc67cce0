package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;

/**
 * Removes an adapter from the mesh: first its files, then its announcement. A removal that fails half-way can be asked
 * for again, since the announcement goes last.
 */
public final class AdapterRemoval {
    private final AdapterRegistry registry;
    private final AdapterCache cache;
    private final AdapterStore store;
    private final AdapterWithdrawal withdrawal;

    /** Removes from all of these. */
    public AdapterRemoval(
            AdapterRegistry registry, AdapterCache cache, AdapterStore store, AdapterWithdrawal withdrawal) {
        this.registry = registry;
        this.cache = cache;
        this.store = store;
        this.withdrawal = withdrawal;
    }

    /**
     * Removes an adapter; says whether there was one. Work in hand with it goes on.
     *
     * @throws io.wavemesh.contracts.RetryableException if the store or the broker can't be reached
     */
    public boolean remove(AdapterId adapter) {
        if (registry.find(adapter).isEmpty()) {
            return false;
        }
        store.delete(adapter);
        withdrawal.withdraw(adapter);
        registry.withdraw(adapter);
        cache.evict(adapter);
        return true;
    }
}
