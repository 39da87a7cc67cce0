package io.wavemesh.inference.resource;

import io.wavemesh.access.Caller;
import io.wavemesh.inference.domain.GeneratedImage;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.inference.domain.GenerationJob;
import io.wavemesh.inference.domain.GenerationPlanner;
import io.wavemesh.inference.domain.JobState;
import io.wavemesh.inference.domain.PictureStore;
import io.wavemesh.inference.domain.Png;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Base64;
import java.util.List;

/** Words a finished job as OpenAI does. */
@Singleton
final class ImageAnswers {
    private final GenerationGate gate;
    private final PictureStore pictures;

    ImageAnswers(GenerationGate gate, PictureStore pictures) {
        this.gate = gate;
        this.pictures = pictures;
    }

    /** The images of a finished job; URLs are below {@code base}. */
    ImagesAnswer of(GenerationJob job, JobState.Finished end, ImageFormat format, URI base) {
        List<ImagesAnswer.Image> data =
                end.images().stream().map(i -> image(job, i, format, base)).toList();
        String model = gate.planner()
                .map(GenerationPlanner::model)
                .map(m -> m.id().value())
                .orElse("");
        return new ImagesAnswer(
                job.createdAt().getEpochSecond(), data, ImagesAnswer.Generation.of(model, job.settings(), end.times()));
    }

    private ImagesAnswer.Image image(GenerationJob job, GeneratedImage image, ImageFormat format, URI base) {
        return switch (format) {
            case URL ->
                new ImagesAnswer.Image(
                        null, base.resolve("v1/images/" + image.id()).toString(), image.seed());
            case B64_JSON ->
                new ImagesAnswer.Image(
                        Base64.getEncoder().encodeToString(png(job, image).bytes()), null, image.seed());
        };
    }

    /** Whoever may see the job may see its images. */
    private Png png(GenerationJob job, GeneratedImage image) {
        return image.png()
                .or(() -> pictures.find(drawnFor(job), image.id()))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.IMAGE_NOT_FOUND, "the image is no longer in the store", image.id()));
    }

    private static Caller drawnFor(GenerationJob job) {
        return job.requester().client().isPresent()
                ? Caller.owner(job.requester().client())
                : Caller.anybody();
    }
}
