package io.wavemesh.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What the UNet takes, row-major.
 *
 * @param sample noisy latents [B, C, h, w]
 * @param timestep [B]
 */
record UNetInput(FloatTensor sample, long[] timestep, Conditions conditions) {

    NDList arguments(NDManager scope) {
        return new NDList(
                sample.array(scope),
                scope.create(timestep, new Shape(timestep.length)),
                conditions.context().array(scope),
                conditions.textEmbeds().array(scope),
                conditions.timeIds().array(scope));
    }
}
