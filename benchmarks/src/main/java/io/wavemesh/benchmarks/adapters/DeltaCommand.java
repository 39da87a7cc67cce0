package io.wavemesh.benchmarks.adapters;

import io.wavemesh.waveft.DeltaMap;
import io.wavemesh.waveft.DeltaMapCache;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.Positions;
import io.wavemesh.waveft.WaveletFamily;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code delta}: times the sparse delta weights, index and value of every touched weight, of all attention layers of SDXL: the
 * positions by themselves; then, with positions known, once with a map of its own for every layer and once with maps shared
 * among layers of one shape. Runs over the common pool, so on all cores.
 */
@Command(
        name = "delta",
        description =
                "Measures index and value of every weight that a WaveFT adapter touches, for all 560 attention layers of"
                        + " SDXL at 2592 numbers a layer, on all cores; the drawing of the positions apart.")
public final class DeltaCommand implements Callable<Integer> {
    private static final int COUNT = 2592;
    private static final long SEED = 777;
    private static final float SCALING = 25;
    private static final long CACHE_BYTES = 256L << 20;

    private final List<LayerShape> layers = List.copyOf(SdxlAttention.layers().values());
    private final List<LayerShape> shapes = layers.stream().distinct().toList();
    private final float[] coefficients = new float[COUNT];
    private final Map<LayerShape, Positions> positions = new LinkedHashMap<>();
    private WaveletFamily family;

    @Option(names = "--help", usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Option(
            names = "--family",
            paramLabel = "NAME",
            defaultValue = "db1",
            description = "Wavelet family. Default: ${DEFAULT-VALUE}.")
    private String familyName;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the figures there as JSON, too.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> figures = measure(familyName, runs);
        print(figures, spec.commandLine().getOut());
        if (out != null) {
            Files.writeString(out, Json.pretty(figures) + "\n");
        }
        return 0;
    }

    /** The figures, times in milliseconds: of the first run in this JVM, the best and the median of all. */
    Map<String, Object> measure(String name, int count) {
        family = WaveletFamily.of(name);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int c = 0; c < COUNT; c++) {
            coefficients[c] = (float) (random.nextDouble() - 0.5);
        }
        shapes.forEach(shape -> positions.put(shape, Positions.of(shape.out(), shape.in(), COUNT, SEED)));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("benchmark", "delta");
        figures.put("family", family.name());
        figures.put("layers", layers.size());
        figures.put("weights", layers.stream().mapToLong(LayerShape::size).sum());
        figures.put("coefficientsPerLayer", COUNT);
        figures.put("cores", Runtime.getRuntime().availableProcessors());
        figures.put("java", Runtime.version().toString());
        figures.put("touchedWeights", touched(this::ownMap));
        figures.put("positionsOfAllShapesMillis", times(count, this::drawPositions));
        figures.put("mapPerLayerMillis", times(count, () -> touched(this::ownMap)));
        figures.put("sharedMapsMillis", times(count, () -> {
            DeltaMapCache cache = new DeltaMapCache(CACHE_BYTES);
            return touched(shape -> cache.wavelet(shape.out(), shape.in(), COUNT, SEED, family));
        }));
        figures.put("mapPerLayerCpuMillis", cpuMillis(this::ownMap));
        return figures;
    }

    /** Processor time of all layers on one thread, which does not depend on what else the machine does. */
    private double cpuMillis(Function<LayerShape, DeltaMap> maps) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        layers.forEach(shape -> touched(maps, shape));
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private long drawPositions() {
        return shapes.stream()
                .mapToLong(shape ->
                        Positions.of(shape.out(), shape.in(), COUNT, SEED).flat(0))
                .sum();
    }

    private DeltaMap ownMap(LayerShape shape) {
        return DeltaMap.wavelet(shape.out(), shape.in(), positions.get(shape), family);
    }

    /** Computes indices and values of all layers; returns how many there are. */
    private long touched(Function<LayerShape, DeltaMap> maps) {
        return layers.parallelStream().mapToLong(shape -> touched(maps, shape)).sum();
    }

    private long touched(Function<LayerShape, DeltaMap> maps, LayerShape shape) {
        DeltaMap map = maps.apply(shape);
        return Math.min(map.touched().length, map.apply(coefficients, SCALING).length);
    }

    private interface Work {
        long run();
    }

    private static Map<String, Object> times(int runs, Work work) {
        double[] millis = new double[runs];
        long check = 0;
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            check += work.run();
            millis[run] = (System.nanoTime() - start) / 1e6;
        }
        if (check == Long.MIN_VALUE) {
            throw new IllegalStateException("the work must not be optimised away");
        }
        double first = millis[0];
        Arrays.sort(millis);
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("first", first);
        times.put("best", millis[0]);
        times.put("median", millis[runs / 2]);
        return times;
    }

    private static void print(Map<String, Object> figures, PrintWriter out) {
        figures.forEach((name, value) -> {
            if (value instanceof Map<?, ?> times) {
                out.printf(
                        Locale.ROOT,
                        "%-28s first %8.1f ms   best %8.1f ms   median %8.1f ms%n",
                        name.replace("Millis", ""),
                        times.get("first"),
                        times.get("best"),
                        times.get("median"));
            } else {
                out.printf(Locale.ROOT, "%-28s %s%n", name, value);
            }
        });
    }
}
