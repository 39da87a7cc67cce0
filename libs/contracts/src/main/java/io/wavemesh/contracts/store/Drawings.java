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
        String all = ObjectKeys.drawings(adapter);
        for (String mark : objects.list(all)) {
            String[] path = mark.substring(all.length()).split("/", -1);
            if (path.length == 2 && path[0].equals("requests")) {
                objects.deletePrefix(ObjectKeys.request(new RequestId(path[1])));
            } else if (path.length == 2 && path[0].equals("images")) {
                objects.delete(ObjectKeys.image(path[1]));
            } else if (path.length == 3 && path[0].equals("owned")) {
                objects.delete(ObjectKeys.image(path[2]));
                objects.delete(ObjectKeys.ownImage(new ClientId(path[1]), path[2]));
            }
            objects.delete(mark);
        }
    }
}
