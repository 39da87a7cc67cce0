package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Fault;
import java.util.List;

/** What becomes of a request once its settings have been looked at. */
public sealed interface GenerationPlan {
    /** How the caller goes on, by the kind of plan. */
    <T> T accept(Visitor<T> visitor);

    /** One method a kind of plan. */
    interface Visitor<T> {
        /** The request can be queued. */
        T ready(Ready plan);

        /** The client must correct the fields. */
        T invalid(Invalid plan);

        /** The client must name another model, or none. */
        T unknownModel(UnknownModel plan);

        /** The client must name an adapter that exists, or wait for it. */
        T unknownAdapter(UnknownAdapter plan);

        /** The client must ask a replica that serves the adapter's base model. */
        T otherBaseModel(OtherBaseModel plan);
    }

    /**
     * Everything is decided.
     *
     * @param settings what to draw
     */
    record Ready(GenerationSettings settings) implements GenerationPlan {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.ready(this);
        }
    }

    /**
     * Fields break rules.
     *
     * @param violations all of them
     */
    record Invalid(List<Violation> violations) implements GenerationPlan {
        /** Copies the violations. */
        public Invalid {
            violations = List.copyOf(violations);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.invalid(this);
        }
    }

    /**
     * Another base model was asked for.
     *
     * @param served the one that is here
     */
    record UnknownModel(ModelProfile served) implements GenerationPlan {
        /** As clients are told. */
        public Fault fault() {
            return new Fault("model-not-found", "the model here is " + served.id());
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.unknownModel(this);
        }
    }

    /**
     * No such adapter has been announced.
     *
     * @param adapter its name
     */
    record UnknownAdapter(AdapterId adapter) implements GenerationPlan {
        /** As clients are told. */
        public Fault fault() {
            return new Fault(FailureKind.ADAPTER_NOT_FOUND.type(), "no adapter " + adapter + " has been announced");
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.unknownAdapter(this);
        }
    }

    /**
     * The adapter belongs to another base model.
     *
     * @param adapter its announcement
     * @param served the base model that is here
     */
    record OtherBaseModel(AdapterAnnouncement adapter, ModelProfile served) implements GenerationPlan {
        private static final int HASH_DIGITS = 12;

        /** As clients are told. */
        public Fault fault() {
            return new Fault(
                    "base-model-mismatch",
                    "adapter " + adapter.adapterId() + " belongs to "
                            + adapter.baseModel() + " (" + brief(adapter.baseModelHash()) + "), the model here is "
                            + served.id() + " (" + brief(served.hash()) + ")");
        }

        private static String brief(String hash) {
            return hash.substring(0, Math.min(HASH_DIGITS, hash.length()));
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.otherBaseModel(this);
        }
    }
}
