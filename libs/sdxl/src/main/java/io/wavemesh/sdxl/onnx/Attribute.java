package io.wavemesh.sdxl.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;

/** Makes attributes of nodes. */
final class Attribute {
    private Attribute() {}

    static AttributeProto of(String name, long value) {
        return typed(name, AttributeProto.AttributeType.INT).setI(value).build();
    }

    static AttributeProto of(String name, double value) {
        return typed(name, AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    static AttributeProto of(String name, String value) {
        return typed(name, AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto of(String name, long[] values) {
        AttributeProto.Builder list = typed(name, AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(list::addInts);
        return list.build();
    }

    static AttributeProto of(String name, GraphProto value) {
        return typed(name, AttributeProto.AttributeType.GRAPH).setG(value).build();
    }

    private static AttributeProto.Builder typed(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
