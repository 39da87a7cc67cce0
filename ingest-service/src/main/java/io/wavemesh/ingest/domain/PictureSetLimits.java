package io.wavemesh.ingest.domain;

import io.wavemesh.pictures.PictureLimits;

/**
 * What a picture set may be.
 *
 * @param minPictures fewest pictures
 * @param maxPictures most pictures
 * @param maxBytes most bytes of all pictures together
 * @param picture what each picture may be
 */
public record PictureSetLimits(int minPictures, int maxPictures, long maxBytes, PictureLimits picture) {
    /** Throws {@link IllegalArgumentException} if no set can meet the limits. */
    public PictureSetLimits {
        if (minPictures < 1 || maxPictures < minPictures) {
            throw new IllegalArgumentException(
                    "the number of pictures must be in 1 <= min <= max, was " + minPictures + " and " + maxPictures);
        }
        if (maxBytes < picture.maxBytes()) {
            throw new IllegalArgumentException(
                    "a picture of " + picture.maxBytes() + " bytes is allowed, but a whole set of only " + maxBytes);
        }
    }
}
