package io.wavemesh.store;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A store around another, with something done about each call. */
abstract class InterceptedObjectStore implements ObjectStore {
    private final ObjectStore inner;

    InterceptedObjectStore(ObjectStore inner) {
        this.inner = inner;
    }

    /** Makes the call, or makes it again. */
    abstract <T> T around(StoreOperation operation, Supplier<T> call);

    @Override
    public ObjectRef put(String key, byte[] content) {
        return around(StoreOperation.WRITE, () -> inner.put(key, content));
    }

    @Override
    public ObjectRef put(String key, Path file) {
        return around(StoreOperation.WRITE, () -> inner.put(key, file));
    }

    @Override
    public byte[] get(ObjectRef object, long maxBytes) {
        return around(StoreOperation.READ, () -> inner.get(object, maxBytes));
    }

    @Override
    public void fetch(ObjectRef object, Path target) {
        run(StoreOperation.READ, () -> inner.fetch(object, target));
    }

    @Override
    public Optional<byte[]> find(String key, long maxBytes) {
        return around(StoreOperation.READ, () -> inner.find(key, maxBytes));
    }

    @Override
    public boolean fetch(String key, long maxBytes, Path target) {
        return around(StoreOperation.READ, () -> inner.fetch(key, maxBytes, target));
    }

    @Override
    public boolean exists(String key) {
        return around(StoreOperation.READ, () -> inner.exists(key));
    }

    @Override
    public void delete(String key) {
        run(StoreOperation.DELETE, () -> inner.delete(key));
    }

    @Override
    public void deletePrefix(String prefix) {
        run(StoreOperation.DELETE, () -> inner.deletePrefix(prefix));
    }

    @Override
    public List<String> list(String prefix) {
        return around(StoreOperation.LIST, () -> inner.list(prefix));
    }

    /** Neither repeated nor measured: it lasts as long as its visitor likes. */
    @Override
    public void visit(String prefix, Visitor visitor) {
        inner.visit(prefix, visitor);
    }

    @Override
    public ObjectStore of(SubjectId subject) {
        ObjectStore view = inner.of(subject);
        return view == inner ? this : new View(view, this);
    }

    @Override
    public void destroyKey(SubjectId subject) {
        run(StoreOperation.DELETE, () -> inner.destroyKey(subject));
    }

    @Override
    public void probe() {
        run(StoreOperation.PROBE, inner::probe);
    }

    private void run(StoreOperation operation, Runnable call) {
        around(operation, () -> {
            call.run();
            return operation;
        });
    }

    private static final class View extends InterceptedObjectStore {
        private final InterceptedObjectStore whole;

        View(ObjectStore inner, InterceptedObjectStore whole) {
            super(inner);
            this.whole = whole;
        }

        @Override
        <T> T around(StoreOperation operation, Supplier<T> call) {
            return whole.around(operation, call);
        }
    }
}
