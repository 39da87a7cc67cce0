package io.wavemesh.access.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Says in the API's description how callers are known, which scope each operation needs, and how refusals look. Quarkus finds
 * the scopes in the rules of the methods; this puts its one scheme into the words of the two that there are.
 */
public final class SecurityDescription implements OASFilter {
    private static final String KEY = "apiKey";
    private static final String BEARER = "bearer";

    /** For the OpenAPI extension. */
    public SecurityDescription() {}

    @Override
    public Operation filterOperation(Operation operation) {
        if (operation.getSecurity() == null || operation.getSecurity().isEmpty()) {
            return operation;
        }
        List<String> scopes = new ArrayList<>();
        for (SecurityRequirement requirement : operation.getSecurity()) {
            requirement.getSchemes().values().forEach(scopes::addAll);
        }
        operation.setSecurity(List.of(
                OASFactory.createSecurityRequirement().addScheme(BEARER, scopes),
                OASFactory.createSecurityRequirement().addScheme(KEY, scopes)));
        refusal(operation, "401", "No credentials came, or they are not valid here");
        refusal(operation, "403", "The credentials lack the scope " + String.join(", ", scopes));
        if (!operation.getResponses().hasAPIResponse("503")) {
            refusal(operation, "503", "The issuer of the bearer token can't be asked now");
        }
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI description) {
        Map<String, SecurityScheme> schemes = new TreeMap<>();
        schemes.put(
                BEARER,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key, or a signed JWT of the configured OpenID Connect issuer"));
        schemes.put(
                KEY,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.HEADER)
                        .name(ApiKeyMechanism.HEADER)
                        .description("An API key"));
        description.getComponents().setSecuritySchemes(schemes);
    }

    private static void refusal(Operation operation, String status, String what) {
        Content content = OASFactory.createContent()
                .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
        APIResponse response = OASFactory.createAPIResponse().description(what).content(content);
        operation.getResponses().addAPIResponse(status, response);
    }
}
