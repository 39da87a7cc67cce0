package io.wavemesh.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Fills a small disk with objects and prints what became of them. */
final class FullDisk {
    private FullDisk() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        byte[] content = new byte[100_000];
        try (MeshObjectStore store =
                ObjectStores.open(StoreConfigs.of(Map.of("store.root", root.toString())), new SimpleMeterRegistry())) {
            List<ObjectRef> stored = new ArrayList<>();
            String failure = "";
            while (failure.isEmpty() && stored.size() < 1000) {
                try {
                    stored.add(store.put("objects/" + stored.size(), content));
                } catch (StoreUnavailableException e) {
                    failure = e.getMessage();
                }
            }
            System.out.println("failure: " + failure);
            System.out.println("stored: " + stored.size());
            System.out.println("visible: " + store.list("objects/").size());
            System.out.println("whole: "
                    + stored.stream()
                            .filter(object -> store.get(object, 1 << 20).length == content.length)
                            .count());
            try (Stream<Path> left = Files.list(root.resolve(".tmp"))) {
                System.out.println("temporary: " + left.count());
            }
            store.delete(stored.get(0).key());
            store.put("objects/" + stored.size(), content);
            System.out.println("after room was made: stored");
        }
    }
}
