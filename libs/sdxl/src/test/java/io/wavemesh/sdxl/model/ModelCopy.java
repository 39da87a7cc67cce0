package io.wavemesh.sdxl.model;

import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import io.wavemesh.waveft.safetensors.TensorEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the tiny model to be spoilt or rearranged. */
final class ModelCopy {
    private final Path root;

    ModelCopy(Path root) {
        this.root = root;
        Path source = Golden.tinyModel();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path target = root.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path root() {
        return root;
    }

    Path file(String name) {
        return root.resolve(name);
    }

    ModelCopy write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
        return this;
    }

    ModelCopy delete(String name) throws IOException {
        Files.delete(file(name));
        return this;
    }

    ModelCopy move(String name, String newName) throws IOException {
        Files.move(file(name), file(newName));
        return this;
    }

    /** Writes a file with some of the tensors under new names. */
    ModelCopy rewrite(String from, String to, Predicate<String> kept, UnaryOperator<String> renamed) {
        try (SafetensorsFile source = SafetensorsFile.open(file(from))) {
            SafetensorsWriter writer = new SafetensorsWriter();
            for (TensorEntry entry : List.copyOf(source.tensors().values())) {
                if (kept.test(entry.name())) {
                    writer.add(renamed.apply(entry.name()), entry.shape(), source.floats(entry.name()));
                }
            }
            byte[] bytes = writer.toBytes();
            Files.deleteIfExists(file(to));
            Files.write(file(to), bytes, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
