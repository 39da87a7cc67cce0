package io.wavemesh.training;

import java.util.List;

/**
 * The training texts.
 *
 * @param instanceToken the rare word that is bound to the subject
 * @param classNoun the ordinary word for its kind; empty where nothing is trained on pictures
 * @param instancePrompt template with {@code {instance_token}} and {@code {class_noun}}
 * @param captions one text a picture instead of the template, which fills in the same; empty for none
 */
public record PromptPlan(String instanceToken, String classNoun, String instancePrompt, List<String> captions) {

    /** Copies the list. */
    public PromptPlan {
        captions = List.copyOf(captions);
    }

    /** One text for all pictures, or one a picture. */
    List<String> texts(int pictures) {
        if (classNoun.isEmpty()) {
            throw new IllegalArgumentException("classNoun is missing: the ordinary word for the subject, such as dog");
        }
        if (captions.isEmpty()) {
            return List.of(filled(instancePrompt));
        }
        if (captions.size() != pictures) {
            throw new IllegalArgumentException(
                    "captions must be one a picture, were " + captions.size() + " for " + pictures + " pictures");
        }
        return captions.stream().map(this::filled).toList();
    }

    private String filled(String template) {
        return template.replace("{instance_token}", instanceToken).replace("{class_noun}", classNoun);
    }
}
