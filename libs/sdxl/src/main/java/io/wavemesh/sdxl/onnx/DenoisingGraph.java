package io.wavemesh.sdxl.onnx;

import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.sdxl.scheduler.DenoisingStep;
import java.util.List;

/**
 * Several denoising steps in one graph: the adapter's merge and all that does not change over the steps first, then a loop of
 * scaling, UNet for the negative and the positive text at once, guidance, and the scheduler's linear update.
 *
 * <p>Inputs: {@code latents} [N, C, h, w], at first unit noise times the scheduler's initial sigma; {@code history} of the
 * same shape, at first zeros; {@code context} [2N, S, width] and {@code text_embeds} [2N, P] and {@code time_ids} [2N, 6],
 * each the N negative ones, then the N positive ones, or the N positive ones only, without guidance; {@code guidance} [1]; {@code schedule} [S, 8] with the columns of
 * {@link DenoisingStep#row()}; {@code start} and {@code steps}, int64 without dimensions: the first row of the schedule to
 * use and how many (0 merges and gives the latents back); and the inputs of each {@link AdapterGroup}. Outputs:
 * {@code latents_out} and {@code history_out}, which the next slice of steps takes as its inputs: slices give the same bits
 * as one run. The column for fresh noise is not used: no scheduler here is ancestral.
 */
final class DenoisingGraph {
    private static final int TIMESTEP = 0;
    private static final int INPUT_SCALE = 1;
    private static final int SAMPLE_FROM_SAMPLE = 2;
    private static final int SAMPLE_FROM_OUTPUT = 3;
    private static final int SAMPLE_FROM_HISTORY = 4;
    private static final int HISTORY_FROM_SAMPLE = 5;
    private static final int HISTORY_FROM_OUTPUT = 6;

    private final GraphBuilder graph;
    private final OnnxOps ops;
    private final Forms forms;

    DenoisingGraph(GraphBuilder graph, OnnxOps ops) {
        this.graph = graph;
        this.ops = ops;
        this.forms = new Forms(graph);
    }

    void emit(UNet network) {
        UNetConfig config = network.config();
        Object[] latentShape = {"images", config.inChannels(), "height", "width"};
        Value latents = graph.input("latents", ElementType.FLOAT, latentShape);
        Value history = graph.input("history", ElementType.FLOAT, latentShape);
        Value context = cast(graph.input("context", ElementType.FLOAT, "prompts", "sequence", config.contextWidth()));
        Value pooled = cast(graph.input("text_embeds", ElementType.FLOAT, "prompts", config.pooledWidth()));
        Value timeIds = graph.input("time_ids", ElementType.FLOAT, "prompts", UNetConfig.TIME_IDS);
        Value guidance = graph.input("guidance", ElementType.FLOAT, 1);
        Value schedule = graph.input("schedule", ElementType.FLOAT, "schedule_steps", DenoisingStep.COLUMNS);
        Value start = graph.input("start", ElementType.INT64);
        Value steps = graph.input("steps", ElementType.INT64);
        Value text = ops.emptyIsCheap() ? anyStep(context, steps) : context;
        Value copies = copies(latents, context);

        Value trip = graph.bodyInput("trip", ElementType.INT64, 0);
        Value condition = graph.bodyInput("condition", ElementType.BOOL, 0);
        Value x = graph.bodyInput("x", ElementType.FLOAT, 4);
        Value h = graph.bodyInput("h", ElementType.FLOAT, 4);
        Value place = graph.node(Operator.ADD, ElementType.INT64, 0, List.of(start, trip));
        Value row =
                graph.node(Operator.GATHER, ElementType.FLOAT, 1, List.of(schedule, place), Attribute.of("axis", 0));
        List<Value> columns = graph.nodes(
                Operator.SPLIT,
                DenoisingStep.COLUMNS,
                ElementType.FLOAT,
                1,
                List.of(row),
                Attribute.of("axis", 0),
                Attribute.of("num_outputs", DenoisingStep.COLUMNS));
        Value scaled = times(x, columns.get(INPUT_SCALE));
        Value each = graph.node(Operator.TILE, ElementType.FLOAT, 4, List.of(scaled, copies));
        Value predicted = network.forward(ops, ops.entering(cast(each)), columns.get(TIMESTEP), text, pooled, timeIds);
        Value output = guided(AdapterInputs.cast(graph, ops.leaving(predicted), ElementType.FLOAT), x, guidance);
        Value next = plus(
                plus(times(x, columns.get(SAMPLE_FROM_SAMPLE)), times(output, columns.get(SAMPLE_FROM_OUTPUT))),
                times(h, columns.get(SAMPLE_FROM_HISTORY)));
        Value nextHistory =
                plus(times(x, columns.get(HISTORY_FROM_SAMPLE)), times(output, columns.get(HISTORY_FROM_OUTPUT)));
        graph.bodyOutput(condition, "condition_out");
        graph.bodyOutput(next, "x_out");
        graph.bodyOutput(nextHistory, "h_out");

        List<Value> last = graph.loop(steps, List.of(latents, history));
        graph.output(last.get(0), "latents_out", latentShape);
        graph.output(last.get(1), "history_out", latentShape);
    }

    /** The context, without any token if there is no step: then its keys and values, made before the loop, cost nothing. */
    private Value anyStep(Value context, Value steps) {
        Value tokens = forms.sizes(context, 1, 2);
        Value any = graph.node(Operator.MIN, ElementType.INT64, 0, List.of(steps, graph.scalar(1L)));
        Value end = graph.node(Operator.MUL, ElementType.INT64, 1, List.of(tokens, any));
        return graph.node(Operator.SLICE, context.type(), 3, List.of(context, graph.longs(0), end, graph.longs(1)));
    }

    /** How often the latents are taken in each dimension: as often as there are texts for an image. */
    private Value copies(Value latents, Value context) {
        Value images = forms.sizes(latents, 0, 1);
        Value prompts = forms.sizes(context, 0, 1);
        Value texts = graph.node(Operator.DIV, ElementType.INT64, 1, List.of(prompts, images));
        return forms.joined(texts, graph.longs(1, 1, 1));
    }

    /** The first rows are the negative ones and the last the positive ones; without guidance they are the same. */
    private Value guided(Value predicted, Value latents, Value guidance) {
        Value images = forms.sizes(latents, 0, 1);
        Value fromEnd = graph.node(Operator.MUL, ElementType.INT64, 1, List.of(images, graph.longs(-1)));
        Value negative = rows(predicted, graph.longs(0), images);
        Value positive = rows(predicted, fromEnd, graph.longs(Long.MAX_VALUE));
        Value towards = graph.node(Operator.SUB, ElementType.FLOAT, 4, List.of(positive, negative));
        return plus(negative, times(towards, guidance));
    }

    private Value rows(Value x, Value start, Value end) {
        return graph.node(Operator.SLICE, x.type(), x.rank(), List.of(x, start, end, graph.longs(0)));
    }

    private Value times(Value a, Value b) {
        return graph.node(Operator.MUL, ElementType.FLOAT, a.rank(), List.of(a, b));
    }

    private Value plus(Value a, Value b) {
        return graph.node(Operator.ADD, ElementType.FLOAT, a.rank(), List.of(a, b));
    }

    private Value cast(Value value) {
        return AdapterInputs.cast(graph, value, ops.arithmetic);
    }
}
