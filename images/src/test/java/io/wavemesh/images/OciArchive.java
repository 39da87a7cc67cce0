package io.wavemesh.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/** An OCI archive, read as a registry's client would. */
final class OciArchive implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TarFile tar;
    private final Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    private final JsonNode manifest;
    private final String digest;

    OciArchive(Path file) throws IOException {
        tar = new TarFile(file);
        tar.getEntries().forEach(entry -> entries.put(entry.getName(), entry));
        JsonNode manifests = JSON.readTree(content("index.json")).get("manifests");
        assertThat(manifests).hasSize(1);
        digest = manifests.get(0).get("digest").asText();
        manifest = JSON.readTree(blob(digest));
    }

    /** Sees a file of a layer. */
    interface Visitor {
        /** The content may be read until the call ends. */
        void file(TarArchiveEntry entry, InputStream content) throws IOException;
    }

    /** Names of all entries of the archive. */
    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Digest of the manifest: what a registry calls the image. */
    String digest() {
        return digest;
    }

    JsonNode manifest() {
        return manifest;
    }

    JsonNode config() throws IOException {
        return JSON.readTree(blob(manifest.get("config").get("digest").asText()));
    }

    JsonNode layout() throws IOException {
        return JSON.readTree(content("oci-layout"));
    }

    /** The layers that this project adds: name and position. */
    Map<String, Integer> ownLayers() throws IOException {
        Map<String, Integer> own = new LinkedHashMap<>();
        int layer = 0;
        for (JsonNode step : config().get("history")) {
            if (step.path("empty_layer").asBoolean()) {
                continue;
            }
            if (step.path("created_by").asText().startsWith("wavemesh")) {
                own.put(step.path("comment").asText(), layer);
            }
            layer++;
        }
        assertThat(layer).isEqualTo(manifest.get("layers").size());
        return own;
    }

    /** Entries of a layer. */
    List<TarArchiveEntry> entries(int layer) throws IOException {
        List<TarArchiveEntry> found = new ArrayList<>();
        visit(layer, (entry, content) -> found.add(entry));
        return found;
    }

    /** Shows all entries of a layer. */
    void visit(int layer, Visitor visitor) throws IOException {
        String digest = manifest.get("layers").get(layer).get("digest").asText();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new GZIPInputStream(open(path(digest))))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                visitor.file(entry, in);
            }
        }
    }

    /** Fails unless every layer and the configuration have the digests by which they are named. */
    void checkDigests() throws IOException {
        assertThat(sha256(new ByteArrayInputStream(blob(digest)))).isEqualTo(digest);
        String config = manifest.get("config").get("digest").asText();
        assertThat(sha256(new ByteArrayInputStream(blob(config)))).isEqualTo(config);
        for (int i = 0; i < manifest.get("layers").size(); i++) {
            JsonNode layer = manifest.get("layers").get(i);
            String compressed = layer.get("digest").asText();
            assertThat(entries.get(path(compressed)).getSize())
                    .isEqualTo(layer.get("size").asLong());
            assertThat(sha256(open(path(compressed)))).isEqualTo(compressed);
            assertThat(sha256(new GZIPInputStream(open(path(compressed)))))
                    .isEqualTo(config().get("rootfs").get("diff_ids").get(i).asText());
        }
    }

    private byte[] blob(String digest) throws IOException {
        return content(path(digest));
    }

    private static String path(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }

    private byte[] content(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    private InputStream open(String name) throws IOException {
        assertThat(entries).containsKey(name);
        return tar.getInputStream(entries.get(name));
    }

    private static String sha256(InputStream content) throws IOException {
        try (DigestInputStream in = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return "sha256:" + HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
