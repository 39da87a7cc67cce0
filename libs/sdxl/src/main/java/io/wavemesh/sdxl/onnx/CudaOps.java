package io.wavemesh.sdxl.onnx;

import java.util.List;

/**
 * Interprets a network for ONNX Runtime's CUDA provider: 16-bit arithmetic where asked for, attention as one fused operator.
 * Everything else is as in the portable dialect.
 */
final class CudaOps extends OnnxOps {

    CudaOps(GraphBuilder graph, ElementType arithmetic, AdapterInputs adapter) {
        super(graph, arithmetic, adapter);
    }

    @Override
    public Value attention(Value q, Value k, Value v, int heads, boolean causal) {
        return causal
                ? super.attention(q, k, v, heads, true)
                : node(Operator.MS_MULTI_HEAD_ATTENTION, 3, List.of(q, k, v), Attribute.of("num_heads", heads));
    }
}
