package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With the C library's memory in place of a driver's. */
class PinnedMemoryTest {
    private static final int MOST = 1 << 20;

    private final CLibrary c = Native.load("c", CLibrary.class);
    private final CountDownLatch freed = new CountDownLatch(1);
    private final PinnedMemory memory = new PinnedMemory(new Heap(), MOST);

    interface CLibrary extends Library {
        Pointer malloc(long bytes);

        void free(Pointer memory);
    }

    private final class Heap implements PinnedMemory.Source {
        @Override
        public Pointer allocate(long bytes) {
            Pointer dirty = c.malloc(bytes);
            dirty.setMemory(0, bytes, (byte) -1);
            return dirty;
        }

        @Override
        public void free(Pointer allocated) {
            c.free(allocated);
            freed.countDown();
        }
    }

    @Test
    void givesZerosInTheMachinesOrder() {
        ByteBuffer bytes = memory.zeros(MOST).orElseThrow();

        assertThat(bytes.isDirect()).isTrue();
        assertThat(bytes.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(bytes).isEqualTo(ByteBuffer.allocate(MOST));
    }

    @Test
    void givesNoMoreThanItsBound() {
        Optional<ByteBuffer> most = memory.zeros(MOST - 1);

        assertThat(memory.zeros(2)).isEmpty();
        assertThat(memory.zeros(1)).isPresent();
        assertThat(most).isPresent();
    }

    @Test
    void goesWithItsLastViewAndCanBeHadAgain() throws InterruptedException {
        ShortBuffer view = memory.zeros(MOST).orElseThrow().asShortBuffer().duplicate();
        System.gc();
        assertThat(freed.await(200, TimeUnit.MILLISECONDS))
                .as("freed while a view is there")
                .isFalse();
        assertThat(view.get(0)).isZero();

        view = null;
        assertThat(freedAfterCollections()).isTrue();
        assertThat(takenAgain()).isTrue();
    }

    private boolean freedAfterCollections() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            System.gc();
            if (freed.await(100, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** The count of what is held follows the freeing within moments. */
    private boolean takenAgain() {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            if (memory.zeros(MOST).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
