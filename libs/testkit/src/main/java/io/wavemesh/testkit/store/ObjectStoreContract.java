package io.wavemesh.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectMissingException;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.ObjectTooLargeException;
import io.wavemesh.contracts.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store must do; its test extends this. */
public abstract class ObjectStoreContract {
    /** Content that most tests store. */
    protected static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    /** Content unlike it. */
    protected static final byte[] OTHER = "other content".getBytes(StandardCharsets.UTF_8);

    /** Of one test. */
    @TempDir
    protected Path folder;

    /** The store that is tested. */
    protected ObjectStore store;

    /** Opens the store of this test, which is empty the first time. */
    protected abstract ObjectStore open();

    /** Changes an object behind the store's back. */
    protected abstract void damage(String key);

    @BeforeEach
    void openStore() {
        store = open();
    }

    @Test
    void returnsWhatWasStored() {
        ObjectRef object = store.put("a/b.txt", CONTENT);

        assertThat(object).isEqualTo(new ObjectRef("a/b.txt", Sha256.of(CONTENT), CONTENT.length));
        assertThat(store.get(object, 100)).isEqualTo(CONTENT);
        assertThat(store.find("a/b.txt", 100)).contains(CONTENT);
        assertThat(store.exists("a/b.txt")).isTrue();
    }

    @Test
    void storesAndFetchesFiles() throws IOException {
        Path source = Files.write(folder.resolve("source"), CONTENT);
        Path target = Files.write(folder.resolve("target"), OTHER);

        store.fetch(store.put("file", source), target);

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(source).exists();
    }

    @Test
    void fetchesWithoutAReference() {
        store.put("a", CONTENT);
        Path target = folder.resolve("target");

        assertThat(store.fetch("nobody", 100, target)).isFalse();
        assertThatThrownBy(() -> store.fetch("a", 6, target)).isInstanceOf(ObjectTooLargeException.class);
        assertThat(target).doesNotExist();
        assertThat(store.fetch("a", 7, target)).isTrue();
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void acceptsTheSameContentAgain() {
        ObjectRef first = store.put("a", CONTENT);

        assertThat(store.put("a", CONTENT)).isEqualTo(first);
    }

    @Test
    void refusesOtherContentUnderTheSameKey() {
        ObjectRef first = store.put("a", CONTENT);

        assertThatThrownBy(() -> store.put("a", OTHER)).isInstanceOf(ObjectConflictException.class);
        assertThat(store.get(first, 100)).isEqualTo(CONTENT);
    }

    @Test
    void letsOneOfManyWritersWin() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] mine = ("writer " + i).getBytes(StandardCharsets.UTF_8);
            writers.add(() -> {
                try {
                    store.put("contested", mine);
                    return true;
                } catch (ObjectConflictException e) {
                    return false;
                }
            });
        }

        int winners = 0;
        for (Future<Boolean> won : threads.invokeAll(writers)) {
            winners += won.get() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(winners).isEqualTo(1);
    }

    @Test
    void noticesDamage(@TempDir Path targets) {
        ObjectRef object = store.put("a", CONTENT);
        damage("a");

        assertThatThrownBy(() -> store.get(object, 100)).isInstanceOf(ObjectCorruptException.class);
        assertThatThrownBy(() -> store.fetch(object, targets.resolve("x"))).isInstanceOf(ObjectCorruptException.class);
        assertThat(targets).isEmptyDirectory();
    }

    @Test
    void saysWhatIsMissing() {
        ObjectRef nobody = new ObjectRef("nobody", Sha256.of(CONTENT), CONTENT.length);

        assertThatThrownBy(() -> store.get(nobody, 100)).isInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store.fetch(nobody, folder.resolve("x"))).isInstanceOf(ObjectMissingException.class);
        assertThat(store.find("nobody", 100)).isEmpty();
        assertThat(store.exists("nobody")).isFalse();
    }

    @Test
    void refusesWhatIsTooLarge() {
        ObjectRef object = store.put("a", CONTENT);

        assertThatThrownBy(() -> store.get(object, 3)).isInstanceOf(ObjectTooLargeException.class);
    }

    @Test
    void listsAndDeletesByPrefix() {
        store.put("a/2", CONTENT);
        store.put("a/1/x", CONTENT);
        store.put("ab/3", CONTENT);

        assertThat(store.list("a/")).containsExactly("a/1/x", "a/2");
        store.deletePrefix("a/");
        store.deletePrefix("a/");

        assertThat(store.list("a/")).isEmpty();
        assertThat(store.exists("ab/3")).isTrue();
    }

    @Test
    void visitsWithTheTimeOfWriting() {
        Instant before = Instant.now().minusSeconds(2);
        store.put("a/2", CONTENT);
        store.put("a/1/x", CONTENT);
        store.put("ab/3", CONTENT);
        Map<String, Instant> seen = new HashMap<>();

        store.visit("a/", (key, writtenAt) -> seen.put(key, writtenAt) == null);
        store.visit("nothing/", (key, writtenAt) -> seen.put(key, writtenAt) == null);

        assertThat(seen).containsOnlyKeys("a/1/x", "a/2");
        assertThat(seen.values()).allSatisfy(time -> assertThat(time)
                .isBetween(before, Instant.now().plusSeconds(2)));
    }

    @Test
    void endsAVisitWhenToldTo() {
        List<String> seen = new ArrayList<>();
        store.put("a/1/x", CONTENT);
        store.put("a/2", CONTENT);
        store.put("a/3", CONTENT);

        store.visit("a/", (key, writtenAt) -> seen.add(key) && seen.size() < 2);

        assertThat(seen).hasSize(2);
    }

    @Test
    void visitorsMayDelete() {
        store.put("a/1/x", CONTENT);
        store.put("a/1/y", CONTENT);
        store.put("a/2", CONTENT);

        store.visit("a/", (key, writtenAt) -> {
            store.deletePrefix("a/1/");
            store.delete(key);
            return true;
        });

        assertThat(store.list("a/")).isEmpty();
    }

    @Test
    void takesADeletedKeyAnew() {
        store.put("a", CONTENT);
        store.delete("a");
        store.delete("a");

        assertThat(store.get(store.put("a", OTHER), 100)).isEqualTo(OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "..", "a/../b", ".hidden", "a/.tmp", "a b", "a\\b", "ä", "a\nb"})
    void refusesKeysOfAnotherForm(String key) {
        assertThatThrownBy(() -> store.put(key, CONTENT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.exists(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersItsProbe() {
        store.put("a", CONTENT);

        store.probe();

        assertThat(store.find("a", 100)).contains(CONTENT);
    }
}
