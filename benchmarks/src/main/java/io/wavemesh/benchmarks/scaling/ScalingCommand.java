package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.program.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scaling}: days on GPU pools under the chart's scaling rules. */
@Command(
        name = "scaling",
        description = "Simulates days on GPU pools under the chart's scaling rules.",
        footer = {
            "",
            "For each pool, first the whole day, then days of a quarter of it each time until one keeps the chart's objectives,",
            "then days between that and the last that did not. Most pods of trainers and of inference: as many as the pool has GPUs.",
            "Needs no device. docs/scaling.md says what the model is and what it leaves out."
        })
public final class ScalingCommand extends SimulationCommand {
    private static final double SMALLER = 4;
    private static final int HALVINGS = 3;
    private static final double FEWEST_JOBS = 10;

    @Option(
            names = "--gpus",
            paramLabel = "N",
            split = ",",
            defaultValue = "4,40,400",
            description = "Sizes of pools. Default: ${DEFAULT-VALUE}.")
    private int[] gpus;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Training jobs of the whole day. Default: ${DEFAULT-VALUE}.")
    private double jobs;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "Images of the whole day. Default: ${DEFAULT-VALUE}.")
    private double images;

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("gpus", "pool", 4),
                Column.of("images", "images", 8),
                Column.number("load_gpus", "load GPUs", 1),
                Column.number("busiest_hour_gpus", "busiest hour", 1)));
        columns.addAll(DayFigures.TRAINING);
        columns.addAll(DayFigures.SERVING.subList(1, DayFigures.SERVING.size()));
        columns.addAll(DayFigures.POOL);
        columns.add(Column.of("evicted_trainers", "evicted trainers", 0));
        columns.add(Column.of("misses", "misses", 8));
        return columns;
    }

    @Override
    void simulate(Results rows) {
        for (int pool : gpus) {
            Map<Double, Map<String, Object>> days = new TreeMap<>();
            double share = 1;
            while (!fits(pool, share, days) && share * jobs > FEWEST_JOBS) {
                share /= SMALLER;
            }
            double fit = share;
            double missed = share * SMALLER;
            for (int i = 0; i < HALVINGS && missed <= 1; i++) {
                double between = Math.sqrt(fit * missed);
                if (fits(pool, between, days)) {
                    fit = between;
                } else {
                    missed = between;
                }
            }
            days.values().forEach(rows::add);
        }
    }

    private boolean fits(int pool, double share, Map<Double, Map<String, Object>> days) {
        long begin = System.nanoTime();
        Day day = day(pool, rules().withMax(pool), jobs * share, images * share, surroundings());
        DayFigures figures = figures(day);
        List<String> misses =
                figures.misses(rules().objectives(), times().imageSeconds().get(1));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("gpus", pool);
        row.put("images", Math.round(images * share));
        row.putAll(offered(jobs * share, images * share));
        row.putAll(figures.fields());
        row.put("misses", misses.isEmpty() ? "-" : String.join(", ", misses));
        row.put("simulated_in_s", (System.nanoTime() - begin) / 1e9);
        days.put(share, row);
        return misses.isEmpty();
    }
}
