package io.wavemesh.inference.resource;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Head of the API's description, with the catalogue of problems. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "wavemesh inference",
                        version = "1",
                        license =
                                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0.txt"),
                        description = InferenceApi.DESCRIPTION),
        components =
                @Components(
                        responses =
                                @APIResponse(
                                        name = "Problem",
                                        description = "A problem of the catalogue",
                                        content =
                                                @Content(
                                                        mediaType = Problem.MEDIA_TYPE,
                                                        schema = @Schema(implementation = Problem.class)))))
public final class InferenceApi extends Application {
    static final String DESCRIPTION = """
            Images of personalized subjects. Errors are problem+json (RFC 9457) with these types, each as \
            `urn:wavemesh:problem:<type>`:

            | type | status | when |
            | --- | --- | --- |
            | malformed-body | 400 | the body is empty or not JSON |
            | unauthenticated | 401 | no API key or bearer token came, or not a valid one |
            | forbidden | 403 | the API key or bearer token has not the scope that is needed |
            | adapter-not-found | 404 | no such adapter has been announced, or it was withdrawn, or its files are gone |
            | model-not-found | 404 | `model` names another base model than the one served |
            | job-not-found | 404 | no such job, or it ended long ago |
            | image-not-found | 404 | no such image |
            | file-not-found | 404 | an adapter has no file of that name |
            | base-model-mismatch | 409 | the adapter belongs to another base model |
            | adapter-invalid | 409 | the adapter's files are changed, broken, or do not fit the model |
            | request-invalid | 422 | fields break rules; `violations` names them |
            | queue-full | 429 | too many requests wait; `Retry-After` says when to come back |
            | internal-error | 500 | a fault of the service |
            | gpu-memory-exhausted | 503 | too little memory for the images |
            | store-unavailable | 503 | the object store can not be reached |
            | broker-unavailable | 503 | the broker can not be reached |
            | issuer-unavailable | 503 | the issuer of the bearer token can not be reached |
            | not-ready | 503 | the model is being loaded |
            | shutting-down | 503 | the service is stopping |
            | generation-timeout | 504 | the images took longer than allowed |
            """;
}
