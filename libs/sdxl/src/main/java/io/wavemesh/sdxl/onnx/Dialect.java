package io.wavemesh.sdxl.onnx;

/** Which operators a graph may use. */
public enum Dialect {
    /** Standard ONNX operators only: any runtime, any device. */
    PORTABLE,
    /** ONNX Runtime's fused operators that its CUDA provider has. */
    CUDA;

    /** Whether its runtime adds fp16 numbers while scattering. */
    boolean addsHalves() {
        return this == CUDA;
    }

    OnnxOps ops(GraphBuilder graph, ElementType arithmetic, AdapterInputs adapter) {
        return switch (this) {
            case PORTABLE -> new OnnxOps(graph, arithmetic, adapter);
            case CUDA -> new CudaOps(graph, arithmetic, adapter);
        };
    }
}
