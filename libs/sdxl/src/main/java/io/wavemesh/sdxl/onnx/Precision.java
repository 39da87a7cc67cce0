package io.wavemesh.sdxl.onnx;

/** The arithmetic of a graph, whatever the type of the stored weights. */
public enum Precision {
    FP32(ElementType.FLOAT),
    FP16(ElementType.FLOAT16);

    private final ElementType type;

    Precision(ElementType type) {
        this.type = type;
    }

    ElementType type() {
        return type;
    }
}
