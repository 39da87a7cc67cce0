package io.wavemesh.sdxl.scheduler;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The denoising rules on offer. */
public enum SchedulerKind {
    /** Euler's method on the probability-flow ODE. */
    EULER("euler", false),
    /** Euler's method at the noise levels of Karras et al. (arXiv 2206.00364). */
    EULER_KARRAS("euler-karras", true),
    /** DDIM (arXiv 2010.02502) without added noise. */
    DDIM("ddim", false),
    /** DPM-Solver++ of order two, multistep, midpoint (arXiv 2211.01095). */
    DPMPP_2M("dpmpp-2m", false),
    /** DPM-Solver++ 2M at the noise levels of Karras et al. */
    DPMPP_2M_KARRAS("dpmpp-2m-karras", true);

    /** Settings of a model's own scheduler that would change its rule, with the only value that is supported. */
    private static final Map<String, Object> UNSUPPORTED = Map.of(
            "use_exponential_sigmas", false,
            "use_beta_sigmas", false,
            "use_lu_lambdas", false,
            "use_flow_sigmas", false,
            "thresholding", false,
            "timestep_type", "discrete");

    private static final Map<String, Object> DPM_SOLVER = Map.of(
            "algorithm_type",
            "dpmsolver++",
            "solver_type",
            "midpoint",
            "solver_order",
            2L,
            "lower_order_final",
            true,
            "euler_at_final",
            false);

    private final String key;
    private final boolean karras;

    SchedulerKind(String key, boolean karras) {
        this.key = key;
        this.karras = karras;
    }

    /** The name on the command line and in requests. */
    public String key() {
        return key;
    }

    /** Whether the noise levels are those of Karras et al. */
    public boolean karras() {
        return karras;
    }

    /** All names, comma-separated, for help texts and messages. */
    public static String keys() {
        return Arrays.stream(values()).map(SchedulerKind::key).collect(Collectors.joining(", "));
    }

    /**
     * @param key a name such as {@code dpmpp-2m-karras}
     * @throws IllegalArgumentException if there is no scheduler of this name
     */
    public static SchedulerKind parse(String key) {
        for (SchedulerKind kind : values()) {
            if (kind.key.equals(key)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("scheduler must be one of " + keys() + ", was " + ConfigValues.shown(key));
    }

    /**
     * The scheduler that a model folder asks for.
     *
     * @param config {@code scheduler_config.json}
     * @throws IllegalArgumentException if its class or a setting of it is none of those here
     */
    public static SchedulerKind of(Map<String, Object> config) {
        ConfigValues values = new ConfigValues(config);
        UNSUPPORTED.forEach((key, only) -> refuse(config, key, only));
        boolean karras = values.flag("use_karras_sigmas", false);
        String type = values.text("_class_name", "");
        return switch (type) {
            case "EulerDiscreteScheduler" -> karras ? EULER_KARRAS : EULER;
            case "DDIMScheduler" -> DDIM;
            case "DPMSolverMultistepScheduler" -> {
                DPM_SOLVER.forEach((key, only) -> refuse(config, key, only));
                yield karras ? DPMPP_2M_KARRAS : DPMPP_2M;
            }
            default ->
                throw new IllegalArgumentException("the model's scheduler " + ConfigValues.shown(type)
                        + " is not supported: name one of " + keys());
        };
    }

    private static void refuse(Map<String, Object> config, String key, Object only) {
        Object value = config.get(key);
        if (value != null && !value.equals(only)) {
            throw new IllegalArgumentException("the model's scheduler has " + key + " = " + ConfigValues.shown(value)
                    + ", which is not supported: name one of " + keys());
        }
    }
}
