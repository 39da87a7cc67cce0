package io.wavemesh.sdxl.model;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Translates tensor names of other library versions to those that the published SDXL folder has. */
final class PublishedNames {
    private static final String TEXT_PREFIX = "text_model.";
    private static final String PROJECTION = "text_projection";

    /** The autoencoder's attention before diffusers 0.15. */
    private static final Map<String, String> OLD_ATTENTION = Map.of(
            ".query.", ".to_q.",
            ".key.", ".to_k.",
            ".value.", ".to_v.",
            ".proj_attn.", ".to_out.0.");

    private PublishedNames() {}

    /**
     * @param component whose weights
     * @param stored all names in its files
     * @return what a stored name is called here
     */
    static UnaryOperator<String> of(Component component, Set<String> stored) {
        if (component == Component.VAE) {
            return PublishedNames::newAttention;
        }
        if (component.isTextEncoder() && stored.stream().noneMatch(name -> name.startsWith(TEXT_PREFIX))) {
            return name -> name.startsWith(PROJECTION) ? name : TEXT_PREFIX + name;
        }
        return UnaryOperator.identity();
    }

    private static String newAttention(String name) {
        for (Map.Entry<String, String> renamed : OLD_ATTENTION.entrySet()) {
            if (name.contains(".attentions.") && name.contains(renamed.getKey())) {
                return name.replace(renamed.getKey(), renamed.getValue());
            }
        }
        return name;
    }
}
