package io.wavemesh.sdxl.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The few opcodes of pickle protocol 2 that describe a module's attributes; source: libtorch's unpickler. */
final class TorchScriptPickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TorchScriptPickle() {}

    /** data.pkl of an instance of {@code __torch__.<className>}. */
    static byte[] module(String className, Map<String, TorchScriptNetwork.Attribute> attributes) {
        TorchScriptPickle pickle = new TorchScriptPickle();
        pickle.op(0x80).op(2);
        pickle.global("__torch__", className).op(')').op(0x81);
        pickle.op('}').op('(');
        attributes.forEach((name, each) -> {
            pickle.value(name);
            pickle.typed(each);
        });
        pickle.op('u').op('b').op('.');
        return pickle.out.toByteArray();
    }

    private void typed(TorchScriptNetwork.Attribute attribute) {
        if (!(attribute.value() instanceof List || attribute.value() instanceof Map)) {
            value(attribute.value());
            return;
        }
        global("torch.jit._pickle", "restore_type_tag");
        value(attribute.value());
        value(attribute.type());
        op(0x86).op('R');
    }

    private void value(Object value) {
        if (value == null) {
            op('N');
        } else if (value instanceof Boolean flag) {
            op(flag ? 0x88 : 0x89);
        } else if (value instanceof Long number) {
            op(0x8a).op(Long.BYTES);
            bytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array());
        } else if (value instanceof Double number) {
            op('G');
            bytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof List<?> list) {
            op(']').op('(');
            list.forEach(this::value);
            op('e');
        } else if (value instanceof Map<?, ?> map) {
            op('}').op('(');
            map.forEach((key, each) -> {
                value(key);
                value(each);
            });
            op('u');
        } else {
            throw new IllegalArgumentException("no pickle of " + value.getClass());
        }
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X');
        bytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(utf8.length)
                .array());
        bytes(utf8);
    }

    private TorchScriptPickle global(String module, String name) {
        op('c');
        bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private TorchScriptPickle op(int opcode) {
        out.write(opcode);
        return this;
    }

    private void bytes(byte[] bytes) {
        out.writeBytes(bytes);
    }
}
