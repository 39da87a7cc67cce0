package io.wavemesh.ingest.resource;

import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Everything else; reveals nothing. */
@Provider
final class DefaultMapper extends ProblemMapper<Throwable> {
    private static final String FORM_PARSER =
            MultipartFormDataInput.class.getPackageName().replace(".server.multipart", ".server.core.multipart");
    private static final String HEADER_PARSERS = "org.jboss.resteasy.reactive.common.headers";

    /** The parsers of forms and headers, and what they call, answer bytes that are none with exceptions of many kinds. */
    @Override
    ProblemType type(Throwable exception) {
        boolean ofParser = Arrays.stream(exception.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(name -> name.startsWith(FORM_PARSER) || name.startsWith(HEADER_PARSERS));
        return ofParser ? ProblemType.REQUEST_MALFORMED : ProblemType.INTERNAL_ERROR;
    }
}
