package io.wavemesh.trainer;

import io.wavemesh.messaging.StateHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** All that a topic said of each key, and which keys were withdrawn last. */
final class Seen<T> implements StateHandler<T> {
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    private final Map<String, List<T>> messages = new ConcurrentHashMap<>();
    private final Map<String, Boolean> withdrawn = new ConcurrentHashMap<>();

    @Override
    public void put(String key, T message) {
        messages.computeIfAbsent(key, k -> new ArrayList<>());
        messages.computeIfPresent(key, (k, list) -> {
            List<T> longer = new ArrayList<>(list);
            longer.add(message);
            return List.copyOf(longer);
        });
        withdrawn.remove(key);
    }

    @Override
    public void remove(String key) {
        withdrawn.put(key, true);
    }

    List<T> of(String key) {
        return messages.getOrDefault(key, List.of());
    }

    boolean isWithdrawn(String key) {
        return withdrawn.containsKey(key);
    }

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + DEADLINE + ": " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
