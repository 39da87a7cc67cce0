package io.wavemesh.ingest.domain;

import io.wavemesh.pictures.CropBox;
import io.wavemesh.pictures.PictureFormat;

/**
 * A picture that was decoded and found usable.
 *
 * @param upload its bytes
 * @param sha256 SHA-256 of its bytes
 * @param format what its content is
 * @param widthPixels upright width
 * @param heightPixels upright height
 * @param crop the middle square
 */
record CheckedPicture(
        UploadedPicture upload, String sha256, PictureFormat format, int widthPixels, int heightPixels, CropBox crop) {}
