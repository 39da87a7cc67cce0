package io.wavemesh.inference.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts a message into the words that clients' requests are checked in. */
final class RequestInput {
    private static final int SEED_DIGITS = 8;

    private RequestInput() {}

    /** The input; a side that is absent is the model's, an absent seed follows from the request's name. */
    static GenerationInput of(GenerationRequest request, ModelProfile model) {
        return new GenerationInput(
                Caller.owner(request.owner()),
                Optional.of(request.prompt()),
                request.negativePrompt(),
                Optional.empty(),
                Optional.of(request.count()),
                request.seed().or(() -> Optional.of(seed(request.requestId()))),
                size(request, model.size()),
                request.steps(),
                request.guidanceScale(),
                request.scheduler(),
                request.timestepSpacing(),
                request.adapters().stream()
                        .map(a -> new GenerationInput.Selection(
                                Optional.of(a.adapterId().value()), Optional.of(a.weight())))
                        .toList());
    }

    private static Optional<String> size(GenerationRequest request, PictureSize otherwise) {
        int width = request.widthPixels().orElse(otherwise.width());
        int height = request.heightPixels().orElse(otherwise.height());
        return Optional.of(new PictureSize(width, height).toString());
    }

    /** 32 bits that every replica and every attempt agrees on. */
    private static long seed(RequestId request) {
        String digest = Sha256.of(request.value().getBytes(StandardCharsets.UTF_8));
        return Long.parseLong(digest.substring(0, SEED_DIGITS), 16);
    }
}
