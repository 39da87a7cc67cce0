package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives adapters' values to the engine: from the cache, or fetched, checked and prepared on first use. */
public final class PreparedAdapters {
    /**
     * An adapter's values.
     *
     * @param adapter the values
     * @param cached whether they were held already
     */
    public record Found(PreparedAdapter adapter, boolean cached) {}

    private final AdapterStore store;
    private final AdapterCache cache;
    private final ImageGenerator generator;
    private final Path work;

    /** Values for one engine; files are kept in the folder for a moment. */
    public PreparedAdapters(AdapterStore store, AdapterCache cache, ImageGenerator generator, Path work) {
        this.store = store;
        this.cache = cache;
        this.generator = generator;
        this.work = work;
    }

    /**
     * The values of an announced adapter.
     *
     * @throws AdapterInvalidException if its files are changed, broken, or do not fit the model
     * @throws AdapterGoneException if its files are missing
     * @throws io.wavemesh.contracts.RetryableException if the store can't be reached
     */
    public Found find(AdapterAnnouncement adapter) {
        Optional<PreparedAdapter> held = cache.find(adapter);
        if (held.isPresent()) {
            return new Found(held.get(), true);
        }
        PreparedAdapter prepared = prepare(adapter);
        cache.put(adapter, prepared);
        return new Found(prepared, false);
    }

    /** Lets go of an adapter's values. */
    void forget(AdapterId adapter) {
        cache.evict(adapter);
    }

    private PreparedAdapter prepare(AdapterAnnouncement adapter) {
        try {
            Path folder = Files.createTempDirectory(work, "adapter-");
            try {
                store.fetch(adapter, folder);
                return generator.prepare(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep an adapter's files for a moment", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
