package io.wavemesh.ingest.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.store.encryption.EncryptingObjectStore;
import io.wavemesh.store.encryption.MasterKeys;
import io.wavemesh.store.encryption.SubjectKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedSubjectStoreTest extends ObjectSubjectStoreTest {
    @TempDir
    Path secrets;

    @Override
    ObjectStore open(ObjectStore plain) {
        try {
            Path file = Files.writeString(
                    secrets.resolve("master-keys"), "a:" + Base64.getEncoder().encodeToString(new byte[32]));
            return new EncryptingObjectStore(plain, new SubjectKeys(plain, MasterKeys.of(file)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void erasureDestroysTheKeyOfPicturesAndJob() {
        ObjectStore plain = new FileObjectStore(folder);
        byte[] picture = "picture".getBytes(StandardCharsets.UTF_8);
        SubjectId subject = new SubjectId("sub-1");
        ObjectRef object = store().storePicture(subject, Sha256.of(picture), "png", picture);
        byte[] copy = plain.find(object.key(), 1000).orElseThrow();

        store().discard(subject);
        plain.put(object.key(), copy);

        assertThat(new String(copy, StandardCharsets.ISO_8859_1))
                .startsWith("WMX1")
                .doesNotContain("picture");
        assertThat(plain.list("keys/")).containsExactly("keys/sub-1/destroyed");
        assertThat(open(plain).find(object.key(), 1000)).isEmpty();
    }
}
