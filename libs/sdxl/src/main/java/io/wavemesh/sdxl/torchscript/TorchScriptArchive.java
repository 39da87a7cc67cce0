package io.wavemesh.sdxl.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module: one class whose methods are the given sources, and the archive that libtorch loads. Every module has
 * the dictionary of weights {@code w}, the attributes {@code device} and {@code dtype} (libtorch's number: 6 fp32, 15 bf16) and
 * the methods of {@code network.py}.
 *
 * <p>The archive holds no tensors: weights are handed over by {@code put}.
 */
public final class TorchScriptArchive {

    /** libtorch's number of fp32. */
    public static final int FLOAT32 = 6;

    private static final String FOLDER = "net/";
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private final Map<String, TorchScriptNetwork.Attribute> attributes = new LinkedHashMap<>();
    private final StringBuilder functions = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();
    private String linear = resource("linear.py");
    private String attention = resource("attention.py");

    /**
     * @param device libtorch's name of the device, such as {@code cpu} or {@code cuda:0}
     * @param dtype libtorch's number of the weights' type
     */
    public TorchScriptArchive(String device, int dtype) {
        attribute("w", "Dict[str, Tensor]", Map.of());
        attribute("device", "str", device);
        attribute("dtype", "int", (long) dtype);
        channelsLast(false);
    }

    /** Whether weights of convolutions, and so the pictures they make, lie with the channels last in memory. */
    public TorchScriptArchive channelsLast(boolean value) {
        return attribute("channels_last", "bool", value);
    }

    /**
     * Computes attention by cuDNN's kernels on a CUDA device, where they suit; else libtorch chooses.
     *
     * @param multiple lengths of sequences that are no multiple of it do not suit
     */
    public TorchScriptArchive cudnnAttention(int multiple) {
        attention = resource("attention_cudnn.py").replace("MULTIPLE", Integer.toString(multiple));
        return this;
    }

    /** Adds a network's methods and attributes. */
    public TorchScriptArchive add(TorchScriptNetwork network) {
        network.attributes().forEach((name, each) -> attribute(name, each.type(), each.value()));
        methods.append(network.methods());
        return this;
    }

    /** Adds methods written by hand, indented for a class body. */
    public TorchScriptArchive methods(String source) {
        methods.append('\n').append(source);
        return this;
    }

    /** Replaces the method {@code linear(x, module)} that all Linear layers are computed by. */
    public TorchScriptArchive linear(String source) {
        linear = source;
        return this;
    }

    /** Adds functions and classes written by hand, called as {@code __torch__.name}. */
    public TorchScriptArchive functions(String source) {
        functions.append('\n').append(source);
        return this;
    }

    /** Adds an attribute; see {@link TorchScriptNetwork.Attribute}. */
    public TorchScriptArchive attribute(String name, String type, Object value) {
        attributes.put(name, new TorchScriptNetwork.Attribute(type, value));
        return this;
    }

    /** The whole source: functions, then the class {@code Net}. */
    public String source() {
        StringBuilder source = new StringBuilder(resource("functions.py"))
                .append("\n\n")
                .append(attention)
                .append(functions);
        source.append("\nclass Net(Module):\n    __parameters__ = []\n    __buffers__ = []\n");
        attributes.forEach((name, each) -> source.append("    ")
                .append(name)
                .append(" : ")
                .append(each.type())
                .append('\n'));
        return source.append('\n')
                .append(resource("network.py"))
                .append('\n')
                .append(linear)
                .append(methods)
                .toString();
    }

    /** The archive's bytes. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(zip, "version", "10".getBytes(StandardCharsets.US_ASCII));
            entry(zip, "constants.pkl", NO_CONSTANTS);
            entry(zip, "data.pkl", TorchScriptPickle.module("Net", attributes));
            entry(zip, "code/__torch__.py", source().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(FOLDER + name));
        zip.write(content);
        zip.closeEntry();
    }

    private static String resource(String name) {
        try (InputStream in = TorchScriptArchive.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
