package io.wavemesh.sdxl.onnx;

/** Which operators a graph may use. */
public enum Dialect {
    /** Standard ONNX operators only: any runtime, any device. */
    PORTABLE,
    /** ONNX Runtime's fused operators that its CUDA provider has. */
    CUDA;

    AdapterInputs.Merge merge() {
        return this == CUDA ? AdapterInputs.Merge.STACKED : AdapterInputs.Merge.APART;
    }

    OnnxOps ops(GraphBuilder graph, ElementType arithmetic, AdapterInputs adapter) {
        return switch (this) {
            case PORTABLE -> new OnnxOps(graph, arithmetic, adapter);
            case CUDA -> new CudaOps(graph, arithmetic, adapter);
        };
    }
}
