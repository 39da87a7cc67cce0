package io.wavemesh.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.wavemesh.sdxl.model.ModelFolderException;
import io.wavemesh.sdxl.model.Weights;
import io.wavemesh.sdxl.torchscript.TorchScriptArchive;
import io.wavemesh.waveft.safetensors.DType;
import io.wavemesh.waveft.safetensors.TensorEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A TorchScript module in libtorch. One thread at a time, but any.
 *
 * <p>Arguments are arrays only (numbers without dimensions, texts as such), results tensors or lists of them: what DJL's public
 * classes pass. Every call runs with autograd allowed, because tensors stored during a call without it could never be trained.
 */
final class TorchModule implements AutoCloseable {

    private static final String METHOD = "module_method:";

    private final NDManager manager;
    private final PtSymbolBlock block;

    TorchModule(TorchRuntime runtime, TorchScriptArchive archive) {
        TorchRuntime.prepareThread();
        manager = runtime.scope();
        try {
            block = JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive.bytes()), false, false);
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Hands all weights of the shapes over; throws {@link ModelFolderException} for one that is missing or of another shape. */
    void put(Weights weights, Map<String, List<Long>> shapes) {
        shapes.forEach((name, shape) -> {
            TensorEntry entry = weights.entry(name);
            long[] expected = shape.stream().mapToLong(Long::longValue).toArray();
            if (!sameShape(entry.shape(), expected)) {
                throw new ModelFolderException(
                        weights.file(name),
                        "%s must have the shape %s, has %s".formatted(name, shape, Arrays.toString(entry.shape())));
            }
            put(weights, entry, new Shape(expected));
        });
    }

    private void put(Weights weights, TensorEntry entry, Shape shape) {
        String name = entry.name();
        DType type = entry.dtype();
        if (type == DType.BF16) {
            ByteBuffer bytes = weights.map(name);
            run(
                    "put_bf16",
                    scope -> new NDList(
                            scope.create(name),
                            scope.create(bytes, new Shape(bytes.remaining()), DataType.UINT8),
                            scope.create(shape.getShape())));
        } else if (type == DType.F32 || type == DType.F16) {
            DataType kept = type == DType.F32 ? DataType.FLOAT32 : DataType.FLOAT16;
            run("put", scope -> new NDList(scope.create(name), scope.create(weights.map(name), shape, kept)));
        } else {
            run("put", scope -> new NDList(scope.create(name), scope.create(weights.floats(name), shape)));
        }
    }

    /** Calls a method for its effect. */
    void run(String method, Function<NDManager, NDList> arguments) {
        call(method, arguments, results -> null);
    }

    /**
     * Calls a method.
     *
     * @param arguments made in the scope of the call
     * @param read takes what is wanted out of the results before they are freed
     */
    <R> R call(String method, Function<NDManager, NDList> arguments, Function<NDList, R> read) {
        TorchRuntime.prepareThread();
        try (NDManager scope = manager.newSubManager()) {
            NDArray name = scope.create(0);
            name.setName(METHOD + method);
            NDList all = new NDList(name);
            all.addAll(arguments.apply(scope));
            return read.apply(IValueUtils.forward(block, all, true));
        }
    }

    private static boolean sameShape(long[] found, long[] expected) {
        return Arrays.equals(found, expected);
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
