package io.wavemesh.benchmarks.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the device's matrix units give in this process, by libtorch: products of two square matrices of random normal numbers, one
 * after the other.
 *
 * @param product what was multiplied
 * @param tflops the best of several rounds
 */
public record Ceiling(String product, double tflops) {
    private static final int ROUNDS = 5;

    /** Measures: fp16, 8192 x 8192, on a GPU; fp32, 1024 x 1024, on the processor. */
    public static Ceiling measure(Device device) {
        int side = device.isCpu() ? 1024 : 8192;
        int products = device.isCpu() ? 4 : 20;
        DataType type = device.isCpu() ? DataType.FLOAT32 : DataType.FLOAT16;
        double best;
        try (NDManager manager = NDManager.newBaseManager(
                device.isCpu() ? ai.djl.Device.cpu() : ai.djl.Device.gpu(device.index()), "PyTorch")) {
            Shape shape = new Shape(side, side);
            NDArray a = manager.randomNormal(0, 1, shape, DataType.FLOAT32).toType(type, false);
            NDArray b = manager.randomNormal(0, 1, shape, DataType.FLOAT32).toType(type, false);
            multiply(a, b, products);
            best = Measurement.of(ROUNDS, () -> multiply(a, b, products)).least();
        }
        device.releaseCache();
        String name = (device.isCpu() ? "fp32 " : "fp16 ") + side + "^3";
        return new Ceiling(name, 2.0 * side * side * side * products / best / 1e12);
    }

    private static void multiply(NDArray a, NDArray b, int products) {
        for (int i = 0; i < products; i++) {
            NDArray product = a.matMul(b);
            if (i == products - 1) {
                product.get("0, 0:1").toType(DataType.FLOAT32, false).toFloatArray(); // waits for the device
            }
            product.close();
        }
    }

    /** For the file of figures. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("product", product);
        fields.put("tflops", tflops);
        return fields;
    }

    /** Adds {@code tflops} and {@code share} (of this ceiling) of work done in a time to a row. */
    public void addTo(Map<String, Object> row, double operations, double seconds) {
        double reached = operations / seconds / 1e12;
        row.put("tflops", reached);
        row.put("share", reached / tflops);
    }
}
