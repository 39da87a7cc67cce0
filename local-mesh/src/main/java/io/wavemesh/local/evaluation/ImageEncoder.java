package io.wavemesh.local.evaluation;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.wavemesh.pictures.Picture;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The bundled image network: pictures in, unit vectors out. One thread at a time; closed by the caller. */
final class ImageEncoder implements AutoCloseable {
    private static final int SIZE = 128;
    private static final int CHANNELS = 3;

    private final OrtSession session;

    ImageEncoder(Path onnxFile) throws OrtException {
        this.session = OrtEnvironment.getEnvironment().createSession(onnxFile.toString());
    }

    /** Vectors of a list of pictures, both [pictures][128], each of length 1. */
    record Vectors(float[][] identity, float[][] clip) {}

    /** Encodes pictures of any size; each is cropped to its centre and scaled to 128 pixels. */
    Vectors encode(List<Picture> pictures) throws OrtException {
        FloatBuffer values = FloatBuffer.allocate(pictures.size() * CHANNELS * SIZE * SIZE);
        pictures.forEach(picture -> values.put(picture.toTensor(SIZE)));
        long[] shape = {pictures.size(), CHANNELS, SIZE, SIZE};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values.flip(), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            return new Vectors((float[][]) result.get("identity").orElseThrow().getValue(), (float[][])
                    result.get("clip").orElseThrow().getValue());
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
