package io.wavemesh.tests.serving;

import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of a service's process. */
final class ProcessMemory {
    private static final String JCMD =
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

    private final ServiceProcess service;

    ProcessMemory(ServiceProcess service) {
        this.service = service;
    }

    /** MiB of the heap that are reachable: what is left after a full collection. */
    double liveHeapMiB() throws IOException, InterruptedException {
        int status = new ProcessBuilder(JCMD, Long.toString(service.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("jcmd ended with " + status);
        }
        return heapMiB();
    }

    /** MiB of the heap in use, garbage included. */
    double heapMiB() throws IOException, InterruptedException {
        return new Meters(new HttpPeer(service.address())).sum("jvm_memory_used_bytes{area=\"heap\"") / (1 << 20);
    }

    /** MiB of the process in memory. */
    double residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(service.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .sum();
    }
}
