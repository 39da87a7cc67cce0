package io.wavemesh.images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What images are made of, as Maven's properties {@code image.*} say.
 *
 * @param root of the repository
 * @param form what the images compute on
 * @param services whose images are built
 * @param base base image: a name in a registry, or tar://FILE as {@code docker save} writes it
 * @param java {@code base} takes the base's Java, {@code jlink} that of this build, else the folder of a Java runtime
 * @param libtorch folder with CUDA's libtorch; needed by the trainer's CUDA form only
 * @param libraries folder with further shared libraries
 * @param registry host and folder that names begin with
 * @param tag tag of the CPU's form
 * @param version of the project
 * @param libtorchVersion version of libtorch
 * @param revision of the source
 * @param created time that the images carry
 */
record ImageSettings(
        Path root,
        Form form,
        Set<Service> services,
        String base,
        String java,
        Optional<Path> libtorch,
        Optional<Path> libraries,
        String registry,
        String tag,
        String version,
        String libtorchVersion,
        Optional<String> revision,
        Instant created) {

    /** Throws {@link IllegalArgumentException} with one line that says what is wrong. */
    ImageSettings {
        services = EnumSet.copyOf(services);
        services.retainAll(form.services());
        libtorch.ifPresent(folder -> checkFolder("image.libtorch", folder));
        libraries.ifPresent(folder -> checkFolder("image.libraries", folder));
        if (form == Form.CUDA && services.contains(Service.TRAINER) && libtorch.isEmpty()) {
            throw new IllegalArgumentException("the trainer's CUDA image needs -Dimage.libtorch=FOLDER with libtorch "
                    + libtorchVersion + " (docs/gpu.md); without it: -Dimage.services=inference");
        }
    }

    static ImageSettings of(Properties properties) {
        return new ImageSettings(
                Path.of(text(properties, "image.root").orElse("."))
                        .toAbsolutePath()
                        .normalize(),
                constant(Form.class, "image.form", required(properties, "image.form")),
                services(text(properties, "image.services")),
                required(properties, "image.base"),
                required(properties, "image.java"),
                text(properties, "image.libtorch").map(Path::of),
                text(properties, "image.libraries").map(Path::of),
                required(properties, "image.registry"),
                required(properties, "image.tag"),
                required(properties, "image.version"),
                required(properties, "image.libtorch.version"),
                text(properties, "image.revision"),
                time("image.created", required(properties, "image.created")));
    }

    /** Name and tag of a service's image. */
    String reference(Service service) {
        return registry + "/" + service.key() + ":" + tag + form.tagSuffix();
    }

    private static Set<Service> services(Optional<String> keys) {
        if (keys.isEmpty()) {
            return EnumSet.allOf(Service.class);
        }
        Set<Service> services = EnumSet.noneOf(Service.class);
        Arrays.stream(keys.get().split(","))
                .map(key -> constant(Service.class, "image.services", key))
                .forEach(services::add);
        return services;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String key, String value) {
        try {
            return Enum.valueOf(type, value.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " knows no " + value, e);
        }
    }

    private static Instant time(String key, String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(key + " is no time: " + value, e);
        }
    }

    private static String required(Properties properties, String key) {
        return text(properties, key).orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
    }

    /** Empty where Maven has no value, too. */
    private static Optional<String> text(Properties properties, String key) {
        return Optional.ofNullable(properties.getProperty(key))
                .map(String::trim)
                .filter(value -> !value.isEmpty() && !value.startsWith("${"));
    }

    private static void checkFolder(String key, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(key + " is no folder: " + folder);
        }
    }
}
