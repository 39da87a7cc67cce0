package io.wavemesh.inference.storage;

import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.store.Drawings;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.domain.AgingImages;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Ages of images are those of their objects, by the store's clock. A request goes as a whole, result and images. Marks go
 * when what they name is gone; one whose image is drawn again in that moment is put back, and who draws puts it once more after
 * the image, so that between the two no image stays without its mark.
 */
public final class ObjectAgingImages implements AgingImages {
    private final ObjectStore store;

    /** Images in this store. */
    public ObjectAgingImages(ObjectStore store) {
        this.store = store;
    }

    @Override
    public int removeOlder(Instant storedBefore, BooleanSupplier goOn) {
        Sweep sweep = new Sweep(storedBefore, goOn);
        sweep.over(ObjectKeys.images(), sweep::image);
        sweep.over(ObjectKeys.drawings(), sweep::drawing);
        sweep.over(ObjectKeys.owners(), sweep::owned);
        return sweep.removed;
    }

    private interface Removal {
        /** Removes an object that is old, or does not; says which. */
        boolean remove(String key);
    }

    private final class Sweep {
        private final Instant storedBefore;
        private final BooleanSupplier goOn;
        private String request = "";
        private boolean ended;
        private int removed;

        Sweep(Instant storedBefore, BooleanSupplier goOn) {
            this.storedBefore = storedBefore;
            this.goOn = goOn;
        }

        void over(String prefix, Removal removal) {
            if (!ended) {
                store.visit(prefix, (key, writtenAt) -> {
                    if (writtenAt.isBefore(storedBefore)) {
                        ended = !goOn.getAsBoolean();
                        removed += !ended && removal.remove(key) ? 1 : 0;
                    }
                    return !ended;
                });
            }
        }

        boolean image(String key) {
            int end = key.indexOf('/', ObjectKeys.images().length());
            if (end < 0) {
                store.delete(key);
                return true;
            }
            String prefix = key.substring(0, end + 1);
            if (prefix.equals(request)) {
                return false;
            }
            store.deletePrefix(prefix);
            request = prefix;
            return true;
        }

        boolean drawing(String mark) {
            return Drawings.images(mark)
                    .map(images -> removeMark(mark, images, () -> new Drawings(store).restore(mark)))
                    .orElse(false);
        }

        boolean owned(String mark) {
            Optional<String> id = Optional.of(mark.substring(mark.lastIndexOf('/') + 1))
                    .filter(name -> ObjectPictureStore.ID.matcher(name).matches());
            return id.map(sha256 ->
                            removeMark(mark, ObjectKeys.image(sha256), () -> store.put(mark, ObjectPictureStore.MARK)))
                    .orElse(false);
        }

        private boolean removeMark(String mark, String images, Runnable restore) {
            if (areThere(images)) {
                return false;
            }
            store.delete(mark);
            if (areThere(images)) {
                restore.run();
                return false;
            }
            return true;
        }

        private boolean areThere(String images) {
            return images.endsWith("/") ? !store.list(images).isEmpty() : store.exists(images);
        }
    }
}
