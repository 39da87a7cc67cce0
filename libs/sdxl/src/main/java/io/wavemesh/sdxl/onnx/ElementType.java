package io.wavemesh.sdxl.onnx;

import io.wavemesh.waveft.safetensors.DType;

/** Element types of tensors in a graph, with their numbers in ONNX's TensorProto.DataType. */
enum ElementType {
    FLOAT(1),
    INT32(6),
    INT64(7),
    BOOL(9),
    FLOAT16(10),
    BFLOAT16(16);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The type of stored floating-point weights; throws {@link OnnxGraphException} for any other. */
    static ElementType ofWeights(String tensor, DType stored) {
        return switch (stored) {
            case F32 -> FLOAT;
            case F16 -> FLOAT16;
            case BF16 -> BFLOAT16;
            default ->
                throw new OnnxGraphException(
                        "weights of type " + stored + " are not supported (tensor " + tensor + ")");
        };
    }
}
