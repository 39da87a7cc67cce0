package io.wavemesh.device;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** NVML as its reference describes it. */
final class SimulatedDriver implements Nvml {
    private static final int ERROR_NOT_FOUND = 6;
    private static final long FIRST = 0x1000;
    private static final Pointer EVENTS = Pointer.createConstant(0x2000);

    final List<String> uuids = new ArrayList<>(List.of("GPU-1a"));
    final Set<String> refusing = new HashSet<>();
    final BlockingQueue<Long> xids = new LinkedBlockingQueue<>();
    /** Codes after which the next event was asked for: the program has dealt with them. */
    final BlockingQueue<Long> handled = new LinkedBlockingQueue<>();

    private Long delivered;
    volatile int memoryResult = SUCCESS;
    volatile long uncorrected;
    final AtomicInteger shutDowns = new AtomicInteger();

    private int answer(String call) {
        return refusing.contains(call) ? ERROR_NOT_SUPPORTED : SUCCESS;
    }

    @Override
    public int nvmlInit_v2() {
        return answer("init");
    }

    @Override
    public int nvmlShutdown() {
        shutDowns.incrementAndGet();
        return SUCCESS;
    }

    @Override
    public String nvmlErrorString(int result) {
        return result == ERROR_GPU_IS_LOST ? "GPU is lost" : "Not Supported";
    }

    @Override
    public int nvmlSystemGetDriverVersion(byte[] version, int length) {
        return put(version, "580.1");
    }

    @Override
    public int nvmlDeviceGetCount_v2(IntByReference count) {
        count.setValue(uuids.size());
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device) {
        device.setValue(Pointer.createConstant(FIRST + index));
        return index < uuids.size() ? SUCCESS : ERROR_NOT_FOUND;
    }

    @Override
    public int nvmlDeviceGetHandleByUUID(String uuid, PointerByReference device) {
        device.setValue(Pointer.createConstant(FIRST + uuids.indexOf(uuid)));
        return uuids.contains(uuid) ? SUCCESS : ERROR_NOT_FOUND;
    }

    @Override
    public int nvmlDeviceGetName(Pointer device, byte[] name, int length) {
        return put(name, "NVIDIA Test");
    }

    @Override
    public int nvmlDeviceGetUUID(Pointer device, byte[] uuid, int length) {
        return put(uuid, uuids.get((int) (Pointer.nativeValue(device) - FIRST)));
    }

    @Override
    public int nvmlDeviceGetMemoryInfo(Pointer device, Memory memory) {
        memory.total = 80;
        memory.used = 30;
        memory.free = 50;
        return memoryResult;
    }

    @Override
    public int nvmlDeviceGetUtilizationRates(Pointer device, Utilization utilization) {
        utilization.gpu = 97;
        return answer("utilization");
    }

    @Override
    public int nvmlDeviceGetTotalEccErrors(Pointer device, int errorType, int counterType, LongByReference count) {
        count.setValue(errorType == MEMORY_ERROR_TYPE_UNCORRECTED && counterType == VOLATILE_ECC ? uncorrected : -1);
        return answer("ecc");
    }

    @Override
    public int nvmlEventSetCreate(PointerByReference set) {
        set.setValue(EVENTS);
        return SUCCESS;
    }

    @Override
    public int nvmlEventSetFree(Pointer set) {
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceRegisterEvents(Pointer device, long eventTypes, Pointer set) {
        return answer("events");
    }

    @Override
    public int nvmlEventSetWait_v2(Pointer set, EventData data, int timeoutMillis) {
        if (delivered != null) {
            handled.add(delivered);
            delivered = null;
        }
        try {
            Long xid = xids.poll(timeoutMillis, TimeUnit.MILLISECONDS);
            if (xid == null) {
                return ERROR_TIMEOUT;
            }
            data.eventType = EVENT_TYPE_XID_CRITICAL_ERROR;
            data.eventData = xid;
            delivered = xid;
            return SUCCESS;
        } catch (InterruptedException e) {
            return ERROR_TIMEOUT;
        }
    }

    /** Reports an error and waits until the program has seen it. */
    void report(long xid) throws InterruptedException {
        xids.add(xid);
        if (!Long.valueOf(xid).equals(handled.poll(10, TimeUnit.SECONDS))) {
            throw new IllegalStateException("Xid " + xid + " was not asked for");
        }
    }

    private static int put(byte[] target, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, target, 0, bytes.length);
        return SUCCESS;
    }
}
