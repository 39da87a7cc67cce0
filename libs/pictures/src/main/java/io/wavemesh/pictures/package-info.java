/**
 * Untrusted picture files in, plain sRGB rasters and tensors out, and PNG files back.
 *
 * <p>Start at {@link io.wavemesh.pictures.PictureDecoder} for bytes, {@link io.wavemesh.pictures.PictureFiles} for a
 * folder, {@link io.wavemesh.pictures.PngWriter} for results. Needs no display.
 */
package io.wavemesh.pictures;
