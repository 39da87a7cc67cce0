package io.wavemesh.tests.serving;

import io.wavemesh.tests.harness.HttpPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Named clients that may ask for images, each with an API key in one key file. */
final class Clients {
    private final Path file;
    private final Map<String, String> keys;

    private Clients(Path file, Map<String, String> keys) {
        this.file = file;
        this.keys = keys;
    }

    /** Writes the key file below the folder. */
    static Clients in(Path folder, String... names) throws IOException {
        Map<String, String> keys = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            String id = String.format("%012x", keys.size() + 1);
            String key = "wm_" + id + "_" + "k".repeat(43);
            keys.put(name, key);
            lines.add(id + " " + name + " images:generate,adapters:read sha256:" + sha256(key));
        }
        return new Clients(Files.write(folder.resolve("api-keys"), lines), keys);
    }

    /** A service's settings, and the key file. */
    Map<String, String> settings(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(others);
        all.put("access.mode", "required");
        all.put("access.keys.file", file.toString());
        return all;
    }

    /** Calls a service as this client. */
    HttpPeer peer(String name, URI address) {
        return new HttpPeer(address, Map.of("X-API-Key", keys.get(name)));
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
