package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.program.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scaling-sweep}: what other values of the chart's scaling rules would give. */
@Command(
        name = "scaling-sweep",
        description =
                "Simulates a day of jobs or of images under the chart's scaling rules and others that differ in one thing.",
        footer = {
            "",
            "The pool is for trainers alone, or for inference alone. With --jobs trainers are simulated, with --images inference.",
            "Each number is a day on the pool at the same place in --gpus."
        })
public final class SweepCommand extends SimulationCommand {
    @Option(
            names = "--gpus",
            paramLabel = "N",
            split = ",",
            required = true,
            description = "Sizes of pools, which are the most pods too.")
    private int[] gpus;

    @Option(names = "--jobs", paramLabel = "N", split = ",", description = "Training jobs of each pool's day.")
    private double[] jobs = {};

    @Option(names = "--images", paramLabel = "N", split = ",", description = "Images of each pool's day.")
    private double[] images = {};

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("gpus", "pool", 4),
                Column.number("load_gpus", "load GPUs", 1),
                Column.of("setting", "setting", 24),
                Column.of("value", "value", 24)));
        if (images.length == 0) {
            columns.addAll(DayFigures.TRAINING);
        }
        if (jobs.length == 0) {
            columns.addAll(DayFigures.SERVING);
        }
        columns.addAll(DayFigures.POOL);
        return columns;
    }

    @Override
    void simulate(Results rows) {
        boolean training = jobs.length > 0;
        double[] days = training ? jobs : images;
        if (days.length != gpus.length || training && images.length > 0) {
            throw new IllegalArgumentException(
                    "one number of --jobs, or one of --images, is needed for each of --gpus");
        }
        List<Alternative> alternatives = training ? Alternative.ofTrainers() : Alternative.ofInference();
        for (int i = 0; i < gpus.length; i++) {
            for (Alternative alternative : alternatives) {
                rows.add(row(gpus[i], alternative, training ? days[i] : 0, training ? 0 : days[i]));
            }
        }
    }

    private Map<String, Object> row(int pool, Alternative alternative, double jobsOfDay, double imagesOfDay) {
        Rules tried = alternative.change().apply(rules().withMax(pool));
        if (imagesOfDay == 0) {
            tried = tried.withServing(rule -> rule.withScaling(rule.scaling().withMin(0)));
        }
        Day day = day(pool, tried, jobsOfDay, imagesOfDay, surroundings());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("gpus", pool);
        row.put("load_gpus", offered(jobsOfDay, imagesOfDay).get("load_gpus"));
        row.put("setting", alternative.setting());
        row.put("value", alternative.value());
        row.putAll(figures(day).fields());
        return row;
    }
}
