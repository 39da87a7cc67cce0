package io.wavemesh.local.demo;

import java.util.List;

/** The contexts in which the demo draws a subject, in words that the bundled base model knows. */
final class PromptSet {
    /** Pictures a prompt; their seeds follow each other. */
    static final int PICTURES_A_PROMPT = 2;

    /** Seed of the first picture of the first prompt. */
    static final long FIRST_SEED = 11;

    private static final List<String> CONTEXTS = List.of(
            "a %s on a blue background",
            "a %s on a green background with white dots",
            "a %s on yellow and purple stripes",
            "a %s on a white to orange gradient background");

    private PromptSet() {}

    /** The prompts about a subject: {@code flower} for the base model, {@code zjw flower} for the personalized one. */
    static List<String> about(String subject) {
        return CONTEXTS.stream().map(context -> context.formatted(subject)).toList();
    }

    /** Seed of the first picture of a prompt. */
    static long seed(int prompt) {
        return FIRST_SEED + (long) prompt * PICTURES_A_PROMPT;
    }
}
