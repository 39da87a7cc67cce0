package io.wavemesh.benchmarks.scaling;

import io.wavemesh.benchmarks.program.Column;
import io.wavemesh.benchmarks.scaling.Pod.Priority;
import io.wavemesh.benchmarks.scaling.Rules.Objectives;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a simulated day gave, as fields of a row. Times are seconds, shares of 1. */
final class DayFigures {
    static final List<Column> TRAINING = List.of(
            Column.of("jobs", "jobs", 7),
            Column.number("job_wait_p50_s", "job wait p50 s", 0),
            Column.number("job_wait_p95_s", "job p95 s", 0),
            Column.number("job_wait_p99_s", "job p99 s", 0),
            Column.number("job_wait_max_s", "job max s", 0),
            Column.of("jobs_left", "jobs left at midnight", 0),
            Column.of("handed_back", "jobs handed back", 0));
    static final List<Column> SERVING = List.of(
            Column.of("requests", "requests", 8),
            Column.number("image_wait_p50_s", "image wait p50 s", 2),
            Column.number("image_wait_p95_s", "image p95 s", 1),
            Column.number("image_wait_p99_s", "image p99 s", 1),
            Column.number("image_wait_max_s", "image max s", 0),
            new Column("refused", "429 %", 6, 2, 100),
            new Column("given_up", "given up %", 6, 2, 100));
    static final List<Column> POOL = List.of(
            Column.number("gpu_hours", "GPU hours", 0),
            Column.percent("utilization", "of them at work %"),
            Column.number("cost", "cost", 0),
            Column.of("most_gpus", "most GPUs", 0),
            Column.of("pods", "pods", 6),
            Column.of("scalings", "scalings", 6));

    private static final double HOUR_SECONDS = 3600;

    private final Day day;
    private final double pricePerHour;

    DayFigures(Day day, double pricePerHour) {
        this.day = day;
        this.pricePerHour = pricePerHour;
    }

    /** Of jobs, requests and the pool; jobs or requests are left out where there were none. */
    Map<String, Object> fields() {
        Map<String, Object> row = new LinkedHashMap<>();
        TrainingJobs jobs = day.jobs();
        if (jobs.arrived() > 0) {
            row.put("jobs", jobs.arrived());
            waits(row, "job", jobs.waits());
            row.put("jobs_left", jobs.waiting());
            row.put("handed_back", jobs.handedBack());
            row.put("trainer_gpu_hours", hours(day.pool().held(Priority.TRAINING)));
            row.put("trainer_pods", day.trainers().made());
            row.put("trainer_scalings", day.trainers().changes());
        }
        ImageRequests requests = day.serving().requests();
        if (requests.arrived() > 0) {
            row.put("requests", requests.arrived());
            waits(row, "image", requests.waits());
            row.put("refused", requests.refusedShare());
            row.put("given_up", share(requests.givenUp(), requests.arrived()));
            row.put("cut_off", share(requests.cutOff(), requests.arrived()));
            row.put("replica_gpu_hours", hours(day.pool().held(Priority.SERVING)));
            row.put("replica_pods", day.serving().pods().made());
            row.put("replica_scalings", day.serving().pods().changes());
        }
        double paid = day.pool().nodes().area();
        row.put("gpu_hours", paid / HOUR_SECONDS);
        row.put(
                "utilization",
                paid == 0 ? 0 : (jobs.working().area() + requests.working().area()) / paid);
        row.put("cost", paid / HOUR_SECONDS * pricePerHour);
        row.put("most_gpus", day.pool().nodes().highest());
        row.put("pods", day.trainers().made() + day.serving().pods().made());
        row.put("scalings", day.trainers().changes() + day.serving().pods().changes());
        row.put("evicted_trainers", day.pool().evictions());
        return row;
    }

    /** The objectives that the day missed: none is good. */
    List<String> misses(Objectives objectives, double imageSeconds) {
        List<String> misses = new ArrayList<>();
        if (day.jobs().waits().percentile(0.99) > objectives.jobWaitSeconds()) {
            misses.add("jobs");
        }
        ImageRequests requests = day.serving().requests();
        if (requests.waits().percentile(0.95) + imageSeconds > objectives.imageP95Seconds()) {
            misses.add("images");
        }
        if (share(requests.givenUp() + requests.cutOff(), requests.arrived()) > 1 - objectives.imageShare()) {
            misses.add("given up");
        }
        return misses;
    }

    private static void waits(Map<String, Object> row, String of, Samples waits) {
        row.put(of + "_wait_p50_s", waits.percentile(0.5));
        row.put(of + "_wait_p95_s", waits.percentile(0.95));
        row.put(of + "_wait_p99_s", waits.percentile(0.99));
        row.put(of + "_wait_max_s", waits.percentile(1));
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : part / (double) all;
    }

    private static double hours(Level level) {
        return level.area() / HOUR_SECONDS;
    }
}
