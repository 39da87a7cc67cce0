package io.wavemesh.local.evaluation;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;

/** The bundled text network: token ids in, unit vectors out. One thread at a time; closed by the caller. */
final class TextEncoder implements AutoCloseable {
    private final OrtSession session;

    TextEncoder(Path onnxFile) throws OrtException {
        this.session = OrtEnvironment.getEnvironment().createSession(onnxFile.toString());
    }

    /** Vectors [texts][128] of length 1 for token ids [texts][77] of nano-sdxl's vocabulary, padded with the end token. */
    float[][] encode(long[][] tokenIds) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, tokenIds);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            return (float[][]) result.get("clip").orElseThrow().getValue();
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
