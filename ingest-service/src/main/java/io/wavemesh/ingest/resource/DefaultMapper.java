package io.wavemesh.ingest.resource;

import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Everything else; reveals nothing. */
@Provider
final class DefaultMapper extends ProblemMapper<Throwable> {
    private static final String FORM_PARSER =
            MultipartFormDataInput.class.getPackageName().replace(".server.multipart", ".server.core.multipart");

    /** The parser of forms answers bytes that are none with exceptions of many kinds. */
    @Override
    ProblemType type(Throwable exception) {
        StackTraceElement[] stack = exception.getStackTrace();
        return stack.length > 0 && stack[0].getClassName().startsWith(FORM_PARSER)
                ? ProblemType.REQUEST_MALFORMED
                : ProblemType.INTERNAL_ERROR;
    }
}
