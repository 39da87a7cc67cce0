package io.wavemesh.training;

import io.wavemesh.pictures.Picture;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.waveft.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over all that a training's result depends on: plan, pictures as they are trained on, base model. */
final class JobIdentity {
    private JobIdentity() {}

    static String of(TrainingPlan plan, List<Picture> pictures, ModelFolder model) {
        MessageDigest digest = sha256();
        digest.update(Json.write(PlanJson.of(plan)).getBytes(StandardCharsets.UTF_8));
        digest.update(model.contentHash().getBytes(StandardCharsets.US_ASCII));
        for (Picture picture : pictures) {
            float[] values = picture.toTensor(plan.resolution());
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
