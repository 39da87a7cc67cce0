package io.wavemesh.contracts;

/**
 * One picture of a subject.
 *
 * @param object the file as it was sent
 * @param mediaType {@code image/jpeg}, {@code image/png} or {@code image/webp}
 * @param widthPixels width after the EXIF orientation is applied
 * @param heightPixels height after the EXIF orientation is applied
 * @param crop the square that is trained on
 */
public record PictureRef(ObjectRef object, String mediaType, int widthPixels, int heightPixels, CropBox crop) {
    private static final int MAX_PIXELS = 100_000;

    /** Throws {@link IllegalArgumentException} if a component is missing or the crop leaves the picture. */
    public PictureRef {
        Checks.required("object", object);
        if (!Checks.required("mediaType", mediaType).matches("image/[a-z0-9.+-]{1,40}")) {
            throw new IllegalArgumentException("mediaType must be an image type");
        }
        Checks.range("widthPixels", widthPixels, 1, MAX_PIXELS);
        Checks.range("heightPixels", heightPixels, 1, MAX_PIXELS);
        Checks.required("crop", crop);
        Checks.range("crop.x + crop.size", (long) crop.x() + crop.size(), 1, widthPixels);
        Checks.range("crop.y + crop.size", (long) crop.y() + crop.size(), 1, heightPixels);
    }
}
