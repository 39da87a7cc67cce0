package io.wavemesh.tests.images;

import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An image unpacked to a folder, and the command that runs it there: as its user, with its root read-only, without
 * capabilities, with /tmp in memory. It shares the machine's network, as tests have no other.
 */
final class Container {
    private static final long LIMIT_S = 120;
    private static final String CONFINE = """
            set -eu
            root=$1; shift
            mount --make-rprivate /
            mount --bind "$root" "$root"
            mkdir -p "$root/proc" "$root/tmp" "$root/dev"
            mount -t proc proc "$root/proc"
            mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
            mount -t tmpfs -o mode=755 tmpfs "$root/dev"
            for device in null zero random urandom; do
              : > "$root/dev/$device"
              mount --bind "/dev/$device" "$root/dev/$device"
            done
            while [ "$1" != -- ]; do
              mkdir -p "$root$2"
              mount --bind "$1" "$root$2"
              mount -o "remount,bind,$3" "$root$2"
              shift 3
            done
            shift
            mount -o remount,bind,ro "$root"
            exec env -i "$@"
            """;

    private final Path root;
    private final Map<?, ?> config;
    private final List<String> mounts = new ArrayList<>();

    private Container(Path root, Map<?, ?> config) {
        this.root = root;
        this.config = config;
    }

    /** Unpacks an OCI archive below the folder. */
    static Container unpack(Path archive, Path folder) throws IOException, InterruptedException {
        Path oci = Files.createDirectories(folder.resolve("oci"));
        Path root = Files.createDirectories(folder.resolve("root"));
        run("tar", "-xf", archive.toString(), "-C", oci.toString());
        Map<?, ?> index = json(oci.resolve("index.json"));
        Map<?, ?> manifest = json(blob(oci, (Map<?, ?>) ((List<?>) index.get("manifests")).get(0)));
        for (Object layer : (List<?>) manifest.get("layers")) {
            Path blob = blob(oci, (Map<?, ?>) layer);
            run(
                    "tar",
                    "-xzf",
                    blob.toString(),
                    "-C",
                    root.toString(),
                    "--numeric-owner",
                    "--warning=no-unknown-keyword");
            Files.delete(blob);
        }
        Map<?, ?> image = json(blob(oci, (Map<?, ?>) manifest.get("config")));
        return new Container(root, (Map<?, ?>) image.get("config"));
    }

    /** Shows a folder of the machine inside, {@code rw} or {@code ro}. */
    Container mount(Path folder, String inside, String mode) {
        mounts.addAll(List.of(folder.toString(), inside, mode));
        return this;
    }

    /** Starts the image's entrypoint with the image's environment and, over it, these variables. */
    List<String> command(Map<String, String> environment) {
        List<String> command =
                new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", CONFINE, "sh", root.toString()));
        command.addAll(mounts);
        command.add("--");
        strings("Env").forEach(command::add);
        environment.forEach((key, value) -> command.add(key + "=" + value));
        String user = (String) config.get("User");
        String group = user.substring(user.indexOf(':') + 1);
        command.addAll(List.of(
                "/usr/bin/setpriv", "--no-new-privs", "/usr/sbin/chroot", "--userspec=" + user, "--groups=" + group));
        command.add(root.toString());
        command.addAll(strings("Entrypoint"));
        return command;
    }

    /** Deletes what was unpacked. */
    void remove() throws IOException, InterruptedException {
        run("rm", "-rf", "--one-file-system", root.toString());
    }

    private List<String> strings(String key) {
        return ((List<?>) config.get(key)).stream().map(String.class::cast).toList();
    }

    private static Path blob(Path oci, Map<?, ?> descriptor) {
        return oci.resolve("blobs").resolve(((String) descriptor.get("digest")).replace(':', '/'));
    }

    private static Map<?, ?> json(Path file) throws IOException {
        return (Map<?, ?>) Json.parse(Files.readAllBytes(file));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " failed");
        }
    }
}
