package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.json.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Hashes what an adapter is, and nothing of where it came from, so that a repeated job gives the same identity. */
final class AdapterIdentity {
    /** Fields that say where an adapter comes from, or how its training began. */
    private static final Set<String> NO_MEANING = Set.of(
            "auto_mapping",
            "base_model_name_or_path",
            "inference_mode",
            "init_lora_weights",
            "init_weights",
            "lora_dropout",
            "peft_version",
            "revision",
            "task_type");

    private AdapterIdentity() {}

    static String of(Adapter adapter) {
        MessageDigest digest = sha256();
        text(digest, Json.write(meaningful(adapter.config().fields())));
        for (String module : adapter.modules()) {
            text(digest, module);
            if (adapter.tensors(module) instanceof LowRankPair pair) {
                values(digest, pair.down());
                values(digest, pair.up());
            } else {
                values(digest, adapter.coefficients(module));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Map<String, Object> meaningful(Map<String, Object> fields) {
        Map<String, Object> kept = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (!NO_MEANING.contains(name) && value != null) {
                kept.put(name, canonical(value));
            }
        });
        return kept;
    }

    private static Object canonical(Object value) {
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).sorted().toList();
        }
        return value;
    }

    private static void text(MessageDigest digest, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(0, utf8.length));
        digest.update(utf8);
    }

    private static void values(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(values.length);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes.rewind());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
