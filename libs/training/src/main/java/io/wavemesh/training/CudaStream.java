package io.wavemesh.training;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** A CUDA stream of libtorch's, current on the thread that entered it until it is closed. */
final class CudaStream implements AutoCloseable {

    private final byte device;
    private final Handle own;
    private final Handle before;

    /** c10::cuda::CUDAStream: device and number. */
    @FieldOrder({"deviceType", "deviceIndex", "number"})
    public static final class Handle extends Structure implements Structure.ByValue {
        /** First byte of c10::Device. */
        public byte deviceType;
        /** Second byte of c10::Device. */
        public byte deviceIndex;
        /** c10::StreamId. */
        public long number;
    }

    private CudaStream(byte device, Handle own, Handle before) {
        this.device = device;
        this.own = own;
        this.before = before;
    }

    /** Waits for the device, then makes a stream other than the default one the thread's current one. */
    static CudaStream enter(int device) {
        byte index = (byte) device;
        TorchSymbols cuda = TorchSymbols.c10Cuda();
        cuda.call("_ZN3c104cuda10set_deviceEa", index);
        CudaRuntime.synchronize();
        byte normalPriority = 0;
        Handle own = cuda.call(Handle.class, "_ZN3c104cuda17getStreamFromPoolEba", normalPriority, index);
        Handle before = cuda.call(Handle.class, "_ZN3c104cuda20getCurrentCUDAStreamEa", index);
        CudaStream stream = new CudaStream(index, own, before);
        stream.makeCurrent(own);
        return stream;
    }

    private void makeCurrent(Handle stream) {
        TorchSymbols.c10Cuda().call("_ZN3c104cuda20setCurrentCUDAStreamENS0_10CUDAStreamE", stream);
    }

    /** Waits for all that was started on the device. */
    void synchronize() {
        TorchSymbols.c10Cuda().call("_ZN3c104cuda10set_deviceEa", device);
        CudaRuntime.synchronize();
    }

    /** CUDA's own handle, cudaStream_t. */
    Pointer raw() {
        own.write();
        return TorchSymbols.c10Cuda().call(Pointer.class, "_ZNK3c104cuda10CUDAStream6streamEv", own.getPointer());
    }

    @Override
    public void close() {
        makeCurrent(before);
    }
}
