package io.wavemesh.local.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Main class of every child process: runs another main class and ends the process when its standard input ends. The
 * launcher holds the other end of that pipe and never writes, so no child outlives it, however it dies.
 */
public final class Guard {
    private static final long PATIENCE_SECONDS = 10;

    private Guard() {}

    /** Runs the main class named by the first argument with the arguments after it. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        InputStream launcher = System.in;
        Thread watch = new Thread(() -> endWith(launcher), "launcher-watch");
        watch.setDaemon(true);
        watch.start();
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException failure) {
            failure.getCause().printStackTrace();
            System.exit(1);
        }
    }

    private static void endWith(InputStream launcher) {
        try {
            while (launcher.read() >= 0) {
                // nothing is ever sent; only the end matters
            }
        } catch (IOException gone) {
            // the same as the end
        }
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(1));
        System.exit(0);
    }
}
