package io.wavemesh.pictures;

/**
 * What is known of a usable picture file.
 *
 * @param format what its content is
 * @param widthPixels upright width
 * @param heightPixels upright height
 */
public record PictureInfo(PictureFormat format, int widthPixels, int heightPixels) {
    /** The largest square in the middle. */
    public CropBox centreCrop() {
        return CropBox.centreOf(widthPixels, heightPixels);
    }
}
