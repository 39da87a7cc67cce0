package io.wavemesh.sdxl.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators that graphs here are made of, with what a node of each may have. Standard ones as of operator set 20.
 *
 * <p>Source: ONNX's Operators.md; ONNX Runtime's ContribOperators.md for the domain com.microsoft.
 */
enum Operator {
    ADD("Add", 2, 2),
    ARG_MAX("ArgMax", 1, 1, "axis:INT keepdims:INT select_last_index:INT"),
    CAST("Cast", 1, 1, "to!:INT saturate:INT"),
    CONCAT("Concat", 1, Limits.MANY, "axis!:INT"),
    CONV("Conv", 2, 3, "kernel_shape:INTS strides:INTS pads:INTS dilations:INTS group:INT auto_pad:STRING"),
    COS("Cos", 1, 1),
    DIV("Div", 2, 2),
    EXPAND("Expand", 2, 2),
    GATHER("Gather", 2, 2, "axis:INT"),
    GATHER_ND("GatherND", 2, 2, "batch_dims:INT"),
    GELU("Gelu", 1, 1, "approximate:STRING"),
    GEMM("Gemm", 2, 3, "transA:INT transB:INT alpha:FLOAT beta:FLOAT"),
    IDENTITY("Identity", 1, 1),
    INSTANCE_NORMALIZATION("InstanceNormalization", 3, 3, "epsilon:FLOAT"),
    LAYER_NORMALIZATION("LayerNormalization", 2, 3, "axis:INT epsilon:FLOAT stash_type:INT"),
    LESS_OR_EQUAL("LessOrEqual", 2, 2),
    LOOP("Loop", 2, Limits.MANY, "body!:GRAPH"),
    MAT_MUL("MatMul", 2, 2),
    MIN("Min", 1, Limits.MANY),
    MUL("Mul", 2, 2),
    RANGE("Range", 3, 3),
    RESHAPE("Reshape", 2, 2, "allowzero:INT"),
    RESIZE(
            "Resize",
            1,
            4,
            "mode:STRING coordinate_transformation_mode:STRING nearest_mode:STRING antialias:INT axes:INTS"
                    + " cubic_coeff_a:FLOAT exclude_outside:INT extrapolation_value:FLOAT"
                    + " keep_aspect_ratio_policy:STRING"),
    SCATTER_ND("ScatterND", 3, 3, "reduction:STRING"),
    SHAPE("Shape", 1, 1, "start:INT end:INT"),
    SIGMOID("Sigmoid", 1, 1),
    SIN("Sin", 1, 1),
    SLICE("Slice", 3, 5),
    SOFTMAX("Softmax", 1, 1, "axis:INT"),
    SPLIT("Split", 1, 2, "axis:INT num_outputs:INT"),
    SQUEEZE("Squeeze", 1, 2),
    SUB("Sub", 2, 2),
    TILE("Tile", 2, 2),
    TRANSPOSE("Transpose", 1, 1, "perm:INTS"),
    UNSQUEEZE("Unsqueeze", 2, 2),
    WHERE("Where", 3, 3),

    MS_BIAS_ADD(Limits.MICROSOFT, "BiasAdd", 3, 3, ""),
    MS_BIAS_SPLIT_GELU(Limits.MICROSOFT, "BiasSplitGelu", 2, 2, ""),
    MS_GROUP_NORM(Limits.MICROSOFT, "GroupNorm", 3, 3, "activation!:INT groups!:INT epsilon:FLOAT channels_last:INT"),
    MS_FUSED_MAT_MUL(
            Limits.MICROSOFT, "FusedMatMul", 2, 2, "transA:INT transB:INT transBatchA:INT transBatchB:INT alpha:FLOAT"),
    MS_MULTI_HEAD_ATTENTION(
            Limits.MICROSOFT,
            "MultiHeadAttention",
            1,
            10,
            "num_heads!:INT scale:FLOAT mask_filter_value:FLOAT unidirectional:INT"),
    MS_NHWC_CONV(
            Limits.MICROSOFT,
            "NhwcConv",
            2,
            3,
            "kernel_shape:INTS strides:INTS pads:INTS dilations:INTS group:INT auto_pad:STRING"),
    MS_SKIP_GROUP_NORM(
            Limits.MICROSOFT, "SkipGroupNorm", 4, 5, "activation!:INT groups!:INT epsilon:FLOAT channels_last:INT"),
    MS_SKIP_LAYER_NORMALIZATION(Limits.MICROSOFT, "SkipLayerNormalization", 3, 5, "epsilon:FLOAT");

    private final String domain;
    private final String opType;
    private final int minInputs;
    private final int maxInputs;
    private final Map<String, AttributeType> attributes = new HashMap<>();
    private final Map<String, AttributeType> required = new HashMap<>();

    Operator(String opType, int minInputs, int maxInputs) {
        this("", opType, minInputs, maxInputs, "");
    }

    Operator(String opType, int minInputs, int maxInputs, String attributes) {
        this("", opType, minInputs, maxInputs, attributes);
    }

    Operator(String domain, String opType, int minInputs, int maxInputs, String attributes) {
        this.domain = domain;
        this.opType = opType;
        this.minInputs = minInputs;
        this.maxInputs = maxInputs;
        for (String each : attributes.isEmpty() ? new String[0] : attributes.split(" ")) {
            String[] parts = each.split(":");
            String name = parts[0].replace("!", "");
            AttributeType type = AttributeType.valueOf(parts[1]);
            this.attributes.put(name, type);
            if (parts[0].endsWith("!")) {
                required.put(name, type);
            }
        }
    }

    /** Empty for standard operators. */
    String domain() {
        return domain;
    }

    String opType() {
        return opType;
    }

    /** Throws {@link OnnxGraphException} if a node with this many inputs and these attributes is not one of this operator. */
    void check(int inputs, List<AttributeProto> given) {
        if (inputs < minInputs || inputs > maxInputs) {
            throw new OnnxGraphException(
                    "%s takes %d to %d inputs, was given %d".formatted(opType, minInputs, maxInputs, inputs));
        }
        Map<String, AttributeType> missing = new HashMap<>(required);
        for (AttributeProto attribute : given) {
            if (attributes.get(attribute.getName()) != attribute.getType()) {
                throw new OnnxGraphException("%s has no attribute %s of type %s"
                        .formatted(opType, attribute.getName(), attribute.getType()));
            }
            missing.remove(attribute.getName());
        }
        if (!missing.isEmpty()) {
            throw new OnnxGraphException(opType + " needs the attributes " + missing.keySet());
        }
    }

    /** Constants that enum constructors may refer to. */
    private static final class Limits {
        static final int MANY = Integer.MAX_VALUE;
        static final String MICROSOFT = "com.microsoft";
    }
}
