package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.pictures.PictureDecoder;
import io.wavemesh.pictures.PictureFault;
import io.wavemesh.pictures.PictureInfo;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.pictures.UnusablePictureException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Decodes pictures, a few at a time: each may need some hundred megabytes for a moment. Safe for threads. */
public final class PictureReading {
    private final PictureLimits limits;
    private final Semaphore permits;
    private final Duration patience;

    /**
     * A reader.
     *
     * @param concurrentDecodes how many pictures may be decoded at once
     * @param patience how long a picture waits for its turn
     */
    public PictureReading(PictureLimits limits, int concurrentDecodes, Duration patience) {
        this.limits = limits;
        this.permits = new Semaphore(concurrentDecodes, true);
        this.patience = patience;
    }

    /**
     * What was found: a picture, or why it is refused.
     *
     * @param isTooLarge whether the file's size is the reason
     */
    record Result(Optional<CheckedPicture> picture, Optional<String> refusal, boolean isTooLarge) {}

    /** Reads and decodes one picture; throws {@link RetryableException} if too many others wait too. */
    Result read(UploadedPicture upload) {
        if (upload.byteCount() > limits.maxBytes()) {
            return refused("has " + upload.byteCount() + " bytes; at most " + limits.maxBytes() + " are allowed", true);
        }
        acquire();
        try {
            byte[] bytes = upload.bytes();
            PictureInfo picture = PictureDecoder.check(bytes, limits);
            CheckedPicture checked = new CheckedPicture(
                    upload,
                    Sha256.of(bytes),
                    picture.format(),
                    picture.widthPixels(),
                    picture.heightPixels(),
                    picture.centreCrop());
            return new Result(Optional.of(checked), Optional.empty(), false);
        } catch (UnusablePictureException e) {
            return refused(e.getMessage(), e.fault() == PictureFault.TOO_LARGE);
        } finally {
            permits.release();
        }
    }

    private static Result refused(String why, boolean tooLarge) {
        return new Result(Optional.empty(), Optional.of(why), tooLarge);
    }

    private void acquire() {
        try {
            if (!permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RetryableException("too many pictures are being checked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryableException("interrupted while waiting to check a picture", e);
        }
    }
}
