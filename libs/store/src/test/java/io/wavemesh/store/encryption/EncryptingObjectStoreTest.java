package io.wavemesh.store.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.contracts.store.StoreRefusedException;
import io.wavemesh.testkit.store.ObjectStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptingObjectStoreTest extends ObjectStoreContract {
    private static final SubjectId SUBJECT = new SubjectId("sub-1");
    private static final SubjectId OTHER_SUBJECT = new SubjectId("sub-2");

    private long now;

    @Override
    protected ObjectStore open() {
        return whole("first").of(SUBJECT);
    }

    @Override
    protected void damage(String key) {
        try {
            Files.write(path(key), OTHER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void keepsNothingInTheClear(@TempDir Path sources) throws IOException {
        byte[] picture = "a face, a face, a face".getBytes(StandardCharsets.UTF_8);
        store.put("subjects/sub-1/pictures/a", picture);
        store.put("subjects/sub-1/pictures/b", Files.write(sources.resolve("b"), picture));

        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("face");
            }
        }
    }

    @Test
    void isReadByOtherProcessesAndEveryView() {
        ObjectRef object = store.put("a", CONTENT);

        assertThat(whole("first").get(object, 100)).isEqualTo(CONTENT);
        assertThat(whole("first").of(OTHER_SUBJECT).get(object, 100)).isEqualTo(CONTENT);
    }

    @Test
    void readsWhatWasStoredBeforeItEncrypted() {
        ObjectRef early = plain().put("early", CONTENT);

        assertThat(store.get(early, 100)).isEqualTo(CONTENT);
        assertThat(store.put("early", CONTENT)).isEqualTo(early);
    }

    @Test
    void encryptsNothingButWhatIsOfASubject() {
        ObjectRef object = whole("first").put("a", CONTENT);

        assertThat(plain().get(object, 100)).isEqualTo(CONTENT);
        assertThat(plain().list("keys/")).isEmpty();
    }

    @Test
    void knowsHowLongObjectsGet() throws IOException {
        for (int size : new int[] {0, 1, 65_479, 65_480, 65_481, 131_000, 131_017, 200_000}) {
            store.put("size/" + size, new byte[size]);

            long envelope = new Envelope(SUBJECT, "0123456789abcdef").bytes().length;
            assertThat(Files.size(path("size/" + size))).isEqualTo(envelope + SubjectKey.encryptedBytes(size));
            assertThat(store.find("size/" + size, size)).isPresent();
        }
    }

    @Test
    void noticesEveryAlteration(@TempDir Path targets) throws IOException {
        byte[] content = new byte[150_000];
        new Random(5).nextBytes(content);
        ObjectRef object = store.put("a", content);
        byte[] stored = Files.readAllBytes(path("a"));
        Random random = new Random(6);

        for (int i = 0; i < 60; i++) {
            byte[] altered = stored.clone();
            int at = i < 20 ? i : random.nextInt(stored.length);
            altered[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(path("a"), altered);
            assertRefused(object, targets, "byte " + at);
        }
        for (int length : new int[] {0, 3, 4, 12, 13, 20, 60, 65_536, 65_554, 131_090, stored.length - 1}) {
            Files.write(path("a"), Arrays.copyOf(stored, length));
            assertRefused(object, targets, "length " + length);
        }
        Files.write(path("a"), stored);
        assertThat(store.get(object, 1 << 20)).isEqualTo(content);
    }

    private void assertRefused(ObjectRef object, Path targets, String what) {
        // A key of another name is one that is gone.
        assertThatThrownBy(() -> store.get(object, 1 << 20))
                .as(what)
                .isInstanceOfAny(ObjectCorruptException.class, ObjectMissingException.class);
        assertThatThrownBy(() -> store.fetch(object, targets.resolve("x")))
                .as(what)
                .isInstanceOfAny(ObjectCorruptException.class, ObjectMissingException.class);
        assertThat(targets).isEmptyDirectory();
    }

    @Test
    void objectsCanNotChangePlaces() throws IOException {
        store.put("a", CONTENT);
        Files.copy(path("a"), path("b"));

        assertThatThrownBy(() -> store.find("b", 100)).isInstanceOf(ObjectCorruptException.class);
    }

    @Test
    void aDestroyedKeyTakesEveryCopyAlong() throws IOException {
        ObjectRef object = store.put("a", CONTENT);
        ObjectRef others = whole("first").of(OTHER_SUBJECT).put("b", CONTENT);
        byte[] copy = Files.readAllBytes(path("a"));

        whole("first").destroyKey(SUBJECT);
        whole("first").destroyKey(SUBJECT);
        now += SubjectKeys.REMEMBERED.toNanos() + 1;

        Files.write(path("a"), copy);
        assertThatThrownBy(() -> store.get(object, 100)).isInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store.fetch(object, folder.resolve("x"))).isInstanceOf(ObjectMissingException.class);
        assertThat(store.find("a", 100)).isEmpty();
        assertThatThrownBy(() -> store.put("c", CONTENT)).isInstanceOf(SubjectErasedException.class);
        assertThat(plain().list("keys/")).containsExactlyInAnyOrder("keys/sub-1/destroyed", keyOf(OTHER_SUBJECT));
        assertThat(store.get(others, 100)).isEqualTo(CONTENT);
    }

    @Test
    void aKeyIsRememberedForAWhileOnly() {
        ObjectRef object = store.put("a", CONTENT);
        plain().deletePrefix("keys/");

        now += SubjectKeys.REMEMBERED.toNanos();
        assertThat(store.get(object, 100)).isEqualTo(CONTENT);
        now++;
        assertThatThrownBy(() -> store.get(object, 100)).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    void severalKeysOfASubjectServe() {
        ObjectRef first = store.put("a", CONTENT);
        String key = keyOf(SUBJECT);
        byte[] wrapped = plain().find(key, 1000).orElseThrow();
        plain().delete(key);
        ObjectRef second = whole("first").of(SUBJECT).put("b", CONTENT);
        plain().put(key, wrapped);

        assertThat(whole("first").get(first, 100)).isEqualTo(CONTENT);
        assertThat(whole("first").get(second, 100)).isEqualTo(CONTENT);
    }

    @Test
    void afterARotationTheOldMasterKeyIsNotNeeded() {
        ObjectRef object = store.put("a", CONTENT);
        assertThatThrownBy(() -> whole("second").get(object, 100))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("master key");

        int rotated = keys("second", "first").rotate();

        assertThat(rotated).isOne();
        assertThat(keys("second", "first").rotate()).isZero();
        assertThat(whole("second").get(object, 100)).isEqualTo(CONTENT);
        assertThat(plain().list("keys/")).singleElement().asString().endsWith(".second");
    }

    @Test
    void aRotationBringsNoDestroyedKeyBack() {
        store.put("a", CONTENT);
        keys("first").destroy(SUBJECT);

        assertThat(keys("second", "first").rotate()).isZero();
        assertThat(plain().list("keys/")).containsExactly("keys/sub-1/destroyed");
    }

    @Test
    void saysThatAMasterKeyIsAnother() throws GeneralSecurityException {
        ObjectRef object = store.put("a", CONTENT);
        MasterKeys others = new MasterKeys(Map.of("first", new AesGcmJce(new byte[32])));
        ObjectStore stranger = new EncryptingObjectStore(plain(), new SubjectKeys(plain(), others));

        assertThatThrownBy(() -> stranger.get(object, 100))
                .isInstanceOf(ObjectCorruptException.class)
                .hasMessageContaining("master key first is another");
    }

    private String keyOf(SubjectId subject) {
        List<String> keys = plain().list("keys/" + subject + "/");
        assertThat(keys).hasSize(1);
        return keys.get(0);
    }

    private ObjectStore whole(String... masters) {
        return new EncryptingObjectStore(plain(), keys(masters));
    }

    private SubjectKeys keys(String... masters) {
        Map<String, Aead> keys = new LinkedHashMap<>();
        for (String name : masters) {
            try {
                keys.put(
                        name,
                        new AesGcmJce(Arrays.copyOf(
                                Sha256.of(name.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII),
                                32)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return new SubjectKeys(plain(), new MasterKeys(keys), () -> now);
    }

    private ObjectStore plain() {
        return new FileObjectStore(folder.resolve("store"));
    }

    private Path path(String key) {
        return folder.resolve("store").resolve(key);
    }
}
