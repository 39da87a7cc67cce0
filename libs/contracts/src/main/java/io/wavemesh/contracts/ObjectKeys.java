package io.wavemesh.contracts;

import java.util.Optional;

/** Where things lie in the object store. Prefixes end in a slash. */
public final class ObjectKeys {
    /** PEFT's file of an adapter's settings. */
    public static final String ADAPTER_CONFIG = "adapter_config.json";
    /** PEFT's file of an adapter's coefficients. */
    public static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";
    /** How an adapter came to be. */
    public static final String PROVENANCE = "provenance.json";

    private ObjectKeys() {}

    /** Everything of a subject but its adapter. */
    public static String subject(SubjectId subject) {
        return "subjects/" + subject + "/";
    }

    /** A picture, named by content; {@code extension} without dot. */
    public static String picture(SubjectId subject, String sha256, String extension) {
        return pictures(subject) + sha256 + "." + extension;
    }

    /** All pictures of a subject. */
    public static String pictures(SubjectId subject) {
        return subject(subject) + "pictures/";
    }

    /** What is to be learned of a subject, and how. */
    public static String jobDescription(SubjectId subject) {
        return subjectFile(subject, "job.json");
    }

    /** Another file of a subject. */
    public static String subjectFile(SubjectId subject, String name) {
        return subject(subject) + name;
    }

    /** Everything of an adapter. */
    public static String adapter(AdapterId adapter) {
        return "adapters/" + adapter + "/";
    }

    /** A file of an adapter's folder. */
    public static String adapterFile(AdapterId adapter, String name) {
        return adapter(adapter) + name;
    }

    /** What a job produced; written once, before it is announced. */
    public static String jobResult(JobId job) {
        return "jobs/" + job + "/result.json";
    }

    /** Says that a job makes this adapter; written before the adapter's files, so that they are found whatever dies. */
    public static String jobAdapter(JobId job, AdapterId adapter) {
        return jobAdapters(job) + adapter;
    }

    /** Every adapter that a job ever began to store. */
    public static String jobAdapters(JobId job) {
        return "jobs/" + job + "/adapters/";
    }

    /** Everything a trainer keeps of a job. */
    public static String job(JobId job) {
        return "jobs/" + job + "/";
    }

    /** Everything to resume a job from. */
    public static String checkpoints(JobId job) {
        return "checkpoints/" + job + "/";
    }

    /** How a request for images ended; written once, before it is told. */
    public static String generationResult(RequestId request) {
        return "images/" + request + "/result.json";
    }

    /** Every image that was drawn, and how requests for them ended. */
    public static String images() {
        return "images/";
    }

    /** Which images show which adapter. */
    public static String drawings() {
        return "drawings/";
    }

    /** What clients had drawn. */
    public static String owners() {
        return "owners/";
    }

    /** Everything of a request for images. */
    public static String request(RequestId request) {
        return "images/" + request + "/";
    }

    /** Says that a request's images show an adapter; written before them, so that they are found by it. */
    public static String drawing(AdapterId adapter, RequestId request) {
        return drawings(adapter) + "requests/" + request;
    }

    /** Says that the image of this SHA-256, a client's or nobody's, shows an adapter; written before the image. */
    public static String drawing(AdapterId adapter, Optional<ClientId> owner, String sha256) {
        String folder = owner.map(client -> "owned/" + client + "/").orElse("images/");
        return drawings(adapter) + folder + sha256;
    }

    /** Which images show an adapter. */
    public static String drawings(AdapterId adapter) {
        return "drawings/" + adapter + "/";
    }

    /** An image that is known by its content. */
    public static String image(String sha256) {
        return "images/" + sha256 + ".png";
    }

    /** Says that the image of this SHA-256 was drawn for a client; the image itself lies but once. */
    public static String ownImage(ClientId client, String sha256) {
        return "owners/" + client + "/images/" + sha256;
    }

    /** An image of a request, counted from 0. */
    public static String image(RequestId request, int index) {
        return "images/" + request + "/" + index + ".png";
    }
}
