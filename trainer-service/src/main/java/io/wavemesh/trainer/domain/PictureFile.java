package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.PictureRef;
import java.nio.file.Path;

/**
 * A picture that was fetched and whose content was checked.
 *
 * @param picture what the job says of it
 * @param file its copy here
 */
public record PictureFile(PictureRef picture, Path file) {}
