package io.wavemesh.local.report;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one run of the demo found out.
 *
 * @param subject short name of the subject
 * @param classNoun ordinary word for its kind
 * @param instanceToken rare word bound to it
 * @param pictures the subject's pictures as they were sent
 * @param base drawings without the adapter
 * @param personalized drawings with the adapter, in the order of {@code base}
 * @param identity mean cosine of drawings to the subject's pictures
 * @param textAlignment mean cosine of drawings to their prompts without the instance token
 * @param adapterBytes size of the adapter's weight file
 * @param adapterParameters trained numbers
 * @param seconds length of each phase in seconds, in order, with {@code total}
 * @param settings what was trained and drawn with, in order
 * @param loss points of the loss curve, by step
 */
public record DemoResult(
        String subject,
        String classNoun,
        String instanceToken,
        List<BufferedImage> pictures,
        List<Drawing> base,
        List<Drawing> personalized,
        Comparison identity,
        Comparison textAlignment,
        long adapterBytes,
        long adapterParameters,
        Map<String, Double> seconds,
        Map<String, String> settings,
        List<LossPoint> loss) {

    /** Copies the collections. */
    public DemoResult {
        pictures = List.copyOf(pictures);
        base = List.copyOf(base);
        personalized = List.copyOf(personalized);
        seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        loss = List.copyOf(loss);
    }

    /** What the prompts call the subject: {@code zjw flower}. */
    public String subjectPhrase() {
        return instanceToken + " " + classNoun;
    }
}
