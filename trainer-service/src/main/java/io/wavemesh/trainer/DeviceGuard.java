package io.wavemesh.trainer;

import io.wavemesh.device.DeviceUnusableException;
import io.wavemesh.device.DeviceWatch;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks after the GPU all the time, and tells once, on a thread of its own, that it must not be given more work. */
final class DeviceGuard implements AutoCloseable {
    private final DeviceWatch device;
    private final Consumer<String> onFault;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "device-guard");
        made.setDaemon(true);
        return made;
    });

    DeviceGuard(DeviceWatch device, Consumer<String> onFault) {
        this.device = device;
        this.onFault = onFault;
    }

    void start(Duration interval) {
        thread.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            device.requireUsable();
        } catch (DeviceUnusableException e) {
            thread.shutdown();
            onFault.accept(e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
