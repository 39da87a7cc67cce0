package io.wavemesh.contracts.store;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.RequestId;
import java.util.Optional;

/**
 * Which stored images show an adapter: an empty object each, written before the image, so that whatever dies no image
 * is there that is not found by its adapters. Safe for threads.
 */
public final class Drawings {
    private static final byte[] MARK = {};

    private final ObjectStore objects;

    /** Keeps the marks beside the images. */
    public Drawings(ObjectStore objects) {
        this.objects = objects;
    }

    /** The images of a request are going to show an adapter. */
    public void note(AdapterId adapter, RequestId request) {
        objects.put(ObjectKeys.drawing(adapter, request), MARK);
    }

    /** The image of this SHA-256 is going to show an adapter, drawn for a client or for nobody. */
    public void note(AdapterId adapter, Optional<ClientId> owner, String sha256) {
        objects.put(ObjectKeys.drawing(adapter, owner, sha256), MARK);
    }

    /** Deletes every image that shows an adapter, and then its mark: what is interrupted can be repeated. */
    public void erase(AdapterId adapter) {
        for (String mark : objects.list(ObjectKeys.drawings(adapter))) {
            images(mark).ifPresent(this::delete);
            String[] path = path(mark);
            if (path.length == 5 && path[2].equals("owned")) {
                objects.delete(ObjectKeys.ownImage(new ClientId(path[3]), path[4]));
            }
            objects.delete(mark);
        }
    }

    /**
     * Where the images lie that a mark names: a key, or a prefix that ends in a slash; empty for what is no mark.
     *
     * @param mark a key that begins with {@link ObjectKeys#drawings()}
     */
    public static Optional<String> images(String mark) {
        String[] path = path(mark);
        String kind = path.length > 3 ? path[2] : "";
        if (path.length == 4 && kind.equals("requests")) {
            return Optional.of(ObjectKeys.request(new RequestId(path[3])));
        }
        if (path.length == 4 && kind.equals("images") || path.length == 5 && kind.equals("owned")) {
            return Optional.of(ObjectKeys.image(path[path.length - 1]));
        }
        return Optional.empty();
    }

    /** Puts back a mark that was deleted. */
    public void restore(String mark) {
        objects.put(mark, MARK);
    }

    /** {@code drawings}, the adapter, the kind, and what the kind names. */
    private static String[] path(String mark) {
        return mark.split("/", -1);
    }

    private void delete(String images) {
        if (images.endsWith("/")) {
            objects.deletePrefix(images);
        } else {
            objects.delete(images);
        }
    }
}
