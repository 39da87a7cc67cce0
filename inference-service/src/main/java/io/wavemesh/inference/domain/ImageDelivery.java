package io.wavemesh.inference.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings finished images to where the job wants them. */
public final class ImageDelivery {
    private final PictureStore store;

    /** Delivers to memory and to this store. */
    public ImageDelivery(PictureStore store) {
        this.store = store;
    }

    /**
     * The images of a job, in order; in the store before this returns, if the job wants them stored.
     *
     * @throws io.wavemesh.contracts.RetryableException if the store can't be reached
     */
    List<GeneratedImage> images(GenerationJob job, List<Png> pngs) {
        List<GeneratedImage> images = new ArrayList<>(pngs.size());
        for (int i = 0; i < pngs.size(); i++) {
            Png png = pngs.get(i);
            long seed = job.settings().seed() + i;
            images.add(
                    switch (job.delivery()) {
                        case INLINE -> new GeneratedImage(png.sha256(), seed, Optional.of(png));
                        case STORED ->
                            new GeneratedImage(
                                    store.put(
                                            job.requester().client(),
                                            png,
                                            job.settings().adapterIds()),
                                    seed,
                                    Optional.empty());
                    });
        }
        return images;
    }

    /** Takes back what was stored of a job. */
    void takeBack(GenerationJob job, List<GeneratedImage> images) {
        if (job.delivery() == Delivery.STORED) {
            images.forEach(image -> store.delete(image.id()));
        }
    }
}
