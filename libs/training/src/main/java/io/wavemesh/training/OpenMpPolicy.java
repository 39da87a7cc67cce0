package io.wavemesh.training;

import com.sun.jna.Library;
import com.sun.jna.Native;

/**
 * Makes libtorch's threads sleep while they wait for each other. By default they spin, and where other processes use the cores
 * too, a training step takes a hundred times as long: each of its thousands of barriers costs a time slice.
 */
final class OpenMpPolicy {

    private static final String VARIABLE = "OMP_WAIT_POLICY";

    /** What is needed of the C library. */
    interface CLibrary extends Library {
        /** Sets an environment variable of this process, in the C library's eyes. */
        int setenv(String name, String value, int overwrite);
    }

    private OpenMpPolicy() {}

    /** To be called before libtorch is loaded; leaves a policy alone that the user has set. */
    static void sleepWhileWaiting() {
        if (System.getenv(VARIABLE) == null) {
            Native.load("c", CLibrary.class).setenv(VARIABLE, "PASSIVE", 0);
        }
    }
}
