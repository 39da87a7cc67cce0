package io.wavemesh.ingest.resource;

import io.wavemesh.contracts.ClientId;
import io.wavemesh.ingest.domain.Submission;
import io.wavemesh.ingest.domain.UploadedPicture;
import io.wavemesh.ingest.domain.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Reads the form of a picture set and collects what is wrong with its parts. Used once. */
final class MultipartReader {
    private static final String IMAGES = "images";
    private static final String CLASS_NOUN = "class_noun";
    private static final String INSTANCE_TOKEN = "instance_token";
    private static final String NAME = "name";
    private static final String TRAINING = "training";
    private static final Set<String> FIELDS = Set.of(IMAGES, CLASS_NOUN, INSTANCE_TOKEN, NAME, TRAINING);
    private static final long MAX_TEXT_BYTES = 1 << 20;
    private static final int SHOWN = 40;

    private final Map<String, Collection<FormValue>> parts;
    private final List<Violation> violations = new ArrayList<>();

    MultipartReader(MultipartFormDataInput form) {
        // A part may have no name at all.
        this.parts = new TreeMap<>();
        form.getValues().forEach((name, values) -> parts.put(name == null ? "" : name, values));
    }

    Submission read(Optional<ClientId> owner, Optional<String> idempotencyKey) {
        parts.keySet().stream().filter(name -> !FIELDS.contains(name)).forEach(name -> add(shown(name), "is no field"));
        List<UploadedPicture> images = images();
        return new Submission(
                owner,
                idempotencyKey,
                images,
                text(CLASS_NOUN),
                text(INSTANCE_TOKEN),
                text(NAME),
                text(TRAINING),
                violations);
    }

    private List<UploadedPicture> images() {
        List<UploadedPicture> images = new ArrayList<>();
        int index = 0;
        for (FormValue part : parts.getOrDefault(IMAGES, List.of())) {
            if (part.isFileItem()) {
                images.add(new UploadedFile(part.getFileItem()));
            } else {
                add(IMAGES + "[" + index + "]", "is no file; send the part with a file name");
            }
            index++;
        }
        return images;
    }

    private Optional<String> text(String field) {
        Collection<FormValue> values = parts.getOrDefault(field, List.of());
        if (values.size() > 1) {
            add(field, "is there " + values.size() + " times");
        }
        return values.stream().findFirst().map(value -> text(field, value));
    }

    /** Settings may well come as a file part. */
    private String text(String field, FormValue value) {
        if (!value.isFileItem()) {
            return value.getValue();
        }
        UploadedFile file = new UploadedFile(value.getFileItem());
        if (file.byteCount() > MAX_TEXT_BYTES) {
            add(field, "has " + file.byteCount() + " bytes; at most " + MAX_TEXT_BYTES + " are allowed");
            return "";
        }
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    private void add(String field, String message) {
        violations.add(new Violation(field, message));
    }

    private static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
