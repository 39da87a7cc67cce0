package io.wavemesh.device;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one GPU through the driver's management library, without a CUDA context and beside the program that uses the GPU.
 * Safe for several threads.
 */
public final class DeviceMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceMonitor.class);
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");
    private static final String LIBRARY = "libnvidia-ml.so.1";
    private static final int TEXT_BYTES = 128;
    private static final int WAIT_MILLIS = 1000;

    private final Nvml nvml;
    private final Pointer device;
    private final String name;
    private final String uuid;
    private final String driverVersion;
    private final ConcurrentNavigableMap<Long, Long> xidCounts = new ConcurrentSkipListMap<>();
    private final Thread listener;
    private volatile boolean closed;

    private DeviceMonitor(Nvml nvml, Pointer device) {
        this.nvml = nvml;
        this.device = device;
        this.name = text(bytes -> nvml.nvmlDeviceGetName(device, bytes, bytes.length));
        this.uuid = text(bytes -> nvml.nvmlDeviceGetUUID(device, bytes, bytes.length));
        this.driverVersion = text(bytes -> nvml.nvmlSystemGetDriverVersion(bytes, bytes.length));
        this.listener = new Thread(this::listen, "device-events");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Opens a GPU.
     *
     * @param device {@code cuda} or {@code cuda:N}, as programs name it
     * @return empty for other devices, and where there is no driver or no such GPU
     */
    public static Optional<DeviceMonitor> of(String device) {
        Matcher matcher = CUDA.matcher(device);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int n = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
        Optional<String> listed = Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES"));
        return VisibleDevices.choose(listed, n).flatMap(DeviceMonitor::open);
    }

    private static Optional<DeviceMonitor> open(VisibleDevices.Choice choice) {
        try {
            return open(Native.load(LIBRARY, Nvml.class), choice);
        } catch (UnsatisfiedLinkError e) {
            LOG.atInfo().log("no NVIDIA driver here: the device is not watched");
            return Optional.empty();
        }
    }

    static Optional<DeviceMonitor> open(Nvml nvml, VisibleDevices.Choice choice) {
        if (refused(nvml, "nvmlInit_v2", nvml.nvmlInit_v2())) {
            return Optional.empty();
        }
        PointerByReference found = new PointerByReference();
        int result = choice.uuid().isPresent()
                ? byUuid(nvml, choice.uuid().get(), found)
                : nvml.nvmlDeviceGetHandleByIndex_v2(choice.index(), found);
        if (refused(nvml, "nvmlDeviceGetHandle", result)) {
            nvml.nvmlShutdown();
            return Optional.empty();
        }
        return Optional.of(new DeviceMonitor(nvml, found.getValue()));
    }

    /** Unlike the driver, CUDA takes the beginning of a UUID for the whole if only one GPU has it. */
    private static int byUuid(Nvml nvml, String uuid, PointerByReference found) {
        int exact = nvml.nvmlDeviceGetHandleByUUID(uuid, found);
        IntByReference count = new IntByReference();
        if (exact == Nvml.SUCCESS || nvml.nvmlDeviceGetCount_v2(count) != Nvml.SUCCESS) {
            return exact;
        }
        List<Pointer> begun = new ArrayList<>();
        for (int i = 0; i < count.getValue(); i++) {
            PointerByReference each = new PointerByReference();
            if (nvml.nvmlDeviceGetHandleByIndex_v2(i, each) == Nvml.SUCCESS
                    && text(bytes -> nvml.nvmlDeviceGetUUID(each.getValue(), bytes, bytes.length))
                            .startsWith(uuid)) {
                begun.add(each.getValue());
            }
        }
        if (begun.size() != 1) {
            return exact;
        }
        found.setValue(begun.get(0));
        return Nvml.SUCCESS;
    }

    private static boolean refused(Nvml nvml, String call, int result) {
        if (result != Nvml.SUCCESS) {
            LOG.atWarn()
                    .addKeyValue("call", call)
                    .addKeyValue("reason", nvml.nvmlErrorString(result))
                    .log("the device cannot be watched");
        }
        return result != Nvml.SUCCESS;
    }

    /** Reads the GPU's state; takes about a millisecond. */
    public synchronized DeviceReading read() {
        Nvml.Memory memory = new Nvml.Memory();
        int memoryResult = nvml.nvmlDeviceGetMemoryInfo(device, memory);
        boolean memoryKnown = memoryResult == Nvml.SUCCESS;
        Nvml.Utilization utilization = new Nvml.Utilization();
        boolean utilizationKnown = succeeds(() -> nvml.nvmlDeviceGetUtilizationRates(device, utilization));
        LongByReference ecc = new LongByReference();
        boolean eccKnown = succeeds(() ->
                nvml.nvmlDeviceGetTotalEccErrors(device, Nvml.MEMORY_ERROR_TYPE_UNCORRECTED, Nvml.VOLATILE_ECC, ecc));
        boolean lost = memoryResult == Nvml.ERROR_GPU_IS_LOST || memoryResult == Nvml.ERROR_RESET_REQUIRED;
        return new DeviceReading(
                name,
                uuid,
                driverVersion,
                memoryKnown ? OptionalLong.of(memory.total) : OptionalLong.empty(),
                memoryKnown ? OptionalLong.of(memory.used) : OptionalLong.empty(),
                utilizationKnown ? OptionalInt.of(utilization.gpu) : OptionalInt.empty(),
                eccKnown ? OptionalLong.of(ecc.getValue()) : OptionalLong.empty(),
                xidCounts,
                lost ? Optional.of(nvml.nvmlErrorString(memoryResult)) : Optional.empty());
    }

    private static boolean succeeds(IntSupplier call) {
        return call.getAsInt() == Nvml.SUCCESS;
    }

    /** Collects the driver's error messages until closed. Where the driver does not tell them, says so and ends. */
    private void listen() {
        PointerByReference created = new PointerByReference();
        if (refused(nvml, "nvmlEventSetCreate", nvml.nvmlEventSetCreate(created))) {
            return;
        }
        Pointer set = created.getValue();
        int registered = nvml.nvmlDeviceRegisterEvents(device, Nvml.EVENT_TYPE_XID_CRITICAL_ERROR, set);
        if (!refused(nvml, "nvmlDeviceRegisterEvents", registered)) {
            collect(set);
        }
        nvml.nvmlEventSetFree(set);
    }

    private void collect(Pointer set) {
        Nvml.EventData event = new Nvml.EventData();
        while (!closed) {
            int result = nvml.nvmlEventSetWait_v2(set, event, WAIT_MILLIS);
            if (result == Nvml.SUCCESS && event.eventType == Nvml.EVENT_TYPE_XID_CRITICAL_ERROR) {
                xidCounts.merge(event.eventData, 1L, Long::sum);
                LOG.atError().addKeyValue("xid", event.eventData).log("the driver reports an error of the device");
            } else if (result != Nvml.SUCCESS && result != Nvml.ERROR_TIMEOUT) {
                refused(nvml, "nvmlEventSetWait_v2", result);
                return;
            }
        }
    }

    private static String text(ToIntFunction<byte[]> call) {
        byte[] bytes = new byte[TEXT_BYTES];
        if (call.applyAsInt(bytes) != Nvml.SUCCESS) {
            return "unknown";
        }
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    /** Stops watching; returns within about a second. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            listener.join(2L * WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nvml.nvmlShutdown();
    }
}
