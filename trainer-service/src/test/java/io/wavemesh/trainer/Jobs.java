package io.wavemesh.trainer;

import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.CropBox;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingSettings;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Jobs and pictures for tests. */
public final class Jobs {
    public static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
    /** The client that every job belongs to. */
    public static final Optional<ClientId> OWNER = Optional.of(new ClientId("acme"));

    private static final int WIDTH = 72;
    private static final int HEIGHT = 64;

    private Jobs() {}

    /** A job with two pictures in the store. */
    public static TrainingJob stored(ObjectStore store, String id, TrainingSettings settings) {
        SubjectId subject = new SubjectId("subject-" + id);
        return job(id, settings, Optional.empty(), List.of(picture(store, subject, 1), picture(store, subject, 2)));
    }

    /** A job. */
    public static TrainingJob job(
            String id, TrainingSettings settings, Optional<BaseModelId> base, List<PictureRef> pictures) {
        return new TrainingJob(
                1,
                new JobId(id),
                new SubjectId("subject-" + id),
                OWNER,
                base,
                "dog",
                "zjw",
                Optional.of("Rex"),
                pictures,
                settings,
                CREATED);
    }

    /** A job whose pictures nobody has. */
    public static TrainingJob simple(String id) {
        byte[] png = png(1);
        ObjectRef object = new ObjectRef("subjects/subject-" + id + "/pictures/1.png", Sha256.of(png), png.length);
        return job(id, TrainingSettings.defaults(), Optional.empty(), List.of(refTo(object)));
    }

    /** Settings for a training of seconds on the tiny model. */
    public static TrainingSettings settings(int steps) {
        return TrainingSettings.builder()
                .steps(steps)
                .batch(2)
                .nFrequency(16)
                .learningRate(0.01)
                .seed(7)
                .build();
    }

    private static PictureRef picture(ObjectStore store, SubjectId subject, int seed) {
        byte[] png = png(seed);
        return refTo(store.put(ObjectKeys.picture(subject, Sha256.of(png), "png"), png));
    }

    /** A reference to a picture of the size that {@link #png} makes. */
    public static PictureRef refTo(ObjectRef object) {
        return new PictureRef(object, "image/png", WIDTH, HEIGHT, CropBox.centred(WIDTH, HEIGHT));
    }

    /** A picture of coloured noise. */
    public static byte[] png(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
