package io.wavemesh.inference.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.domain.AdapterGoneException;
import io.wavemesh.inference.domain.AdapterInvalidException;
import io.wavemesh.inference.domain.AdapterStore;
import io.wavemesh.inference.domain.Announcements;
import io.wavemesh.inference.domain.Png;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoresTest {
    @TempDir
    Path folder;

    private ObjectStore objects;
    private AdapterStore adapters;

    @BeforeEach
    void openStore() {
        objects = new FileObjectStore(folder.resolve("store"));
        adapters = new ObjectAdapterStore(objects, 100);
    }

    @Test
    void findsAnImageByItsContent() {
        ObjectPictureStore pictures = new ObjectPictureStore(objects);
        Png png = new Png(bytes("png"));

        String id = pictures.put(Optional.empty(), png, List.of());

        assertThat(pictures.put(Optional.empty(), png, List.of())).isEqualTo(id);
        assertThat(pictures.find(Caller.anybody(), id)).contains(png);
        assertThat(pictures.find(Caller.anybody(), "0".repeat(64))).isEmpty();
        assertThat(pictures.find(Caller.anybody(), "../" + id)).isEmpty();
    }

    @Test
    void showsAnImageToWhomItWasDrawnForAndToAdmins() {
        ObjectPictureStore pictures = new ObjectPictureStore(objects);
        Png png = new Png(bytes("png"));
        Optional<ClientId> ann = Optional.of(new ClientId("ann"));
        Optional<ClientId> bob = Optional.of(new ClientId("bob"));

        String id = pictures.put(ann, png, List.of(new AdapterId("a")));

        assertThat(pictures.find(Caller.owner(ann), id)).contains(png);
        assertThat(pictures.find(Caller.owner(bob), id)).isEmpty();
        assertThat(pictures.find(Caller.owner(Optional.empty()), id)).isEmpty();
        assertThat(pictures.find(Caller.anybody(), id)).contains(png);
        pictures.put(bob, png, List.of());
        assertThat(pictures.find(Caller.owner(bob), id)).contains(png);
    }

    @Test
    void copiesAnAdaptersFolder() throws Exception {
        AdapterAnnouncement adapter = stored("{}", "weights");
        Path target = Files.createDirectory(folder.resolve("target"));

        adapters.fetch(adapter, target);

        assertThat(target.resolve("adapter_config.json")).hasContent("{}");
        assertThat(target.resolve("adapter_model.safetensors")).hasContent("weights");
    }

    @Test
    void refusesWeightsThatAreTooLargeWithoutReadingThem() {
        ObjectRef claimed = new ObjectRef("adapters/a/adapter_model.safetensors", "0".repeat(64), 1L << 40);
        AdapterAnnouncement adapter = Announcements.of(
                "a",
                "s",
                Announcements.MODEL_HASH,
                objects.put("adapters/a/adapter_config.json", bytes("{}")),
                claimed);

        assertThatThrownBy(() -> adapters.fetch(adapter, folder))
                .isInstanceOf(AdapterInvalidException.class)
                .hasMessageContaining("at most 100 bytes");
    }

    @Test
    void refusesWeightsThatAreNotAsAnnounced() throws Exception {
        AdapterAnnouncement adapter = stored("{}", "weights");
        Path file = folder.resolve("store/adapters/a/adapter_model.safetensors");
        assertThat(file.toFile().setWritable(true)).isTrue();
        Files.writeString(file, "wEights");

        assertThatThrownBy(() -> adapters.fetch(adapter, folder)).isInstanceOf(AdapterInvalidException.class);
    }

    @Test
    void deletesAnAdaptersFiles() {
        AdapterAnnouncement adapter = stored("{}", "weights");

        adapters.delete(new AdapterId("a"));

        assertThat(objects.list("adapters/a/")).isEmpty();
        assertThatThrownBy(() -> adapters.fetch(adapter, folder)).isInstanceOf(AdapterGoneException.class);
    }

    private AdapterAnnouncement stored(String config, String weights) {
        return Announcements.of(
                "a",
                "s",
                Announcements.MODEL_HASH,
                objects.put("adapters/a/adapter_config.json", bytes(config)),
                objects.put("adapters/a/adapter_model.safetensors", bytes(weights)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
