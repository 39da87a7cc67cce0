package io.wavemesh.access.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.eclipse.microprofile.config.ConfigProvider;

/** Ends the reading of a body that doesn't say how large it is as soon as it is too large; {@link HttpEdges} does others. */
@Provider
final class BodyLimit implements ReaderInterceptor {
    private static final String SETTING = "quarkus.http.limits.max-body-size";

    /** Interceptors are made before the settings of a start are known. */
    BodyLimit() {}

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        long maxBytes =
                ConfigProvider.getConfig().getValue(SETTING, MemorySize.class).asLongValue();
        body.setInputStream(new LimitedStream(body.getInputStream(), maxBytes, () -> {
            throw new TooLargeException(maxBytes);
        }));
        return body.proceed();
    }

    static String detail(long maxBytes) {
        return "a request's body may have at most " + maxBytes + " bytes";
    }

    /** An {@link IOException}, since readers of bodies let these pass as they are. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(long maxBytes) {
            super(detail(maxBytes));
        }
    }

    /** Answers it. */
    @Provider
    static final class TooLargeMapper implements ExceptionMapper<TooLargeException> {
        TooLargeMapper() {}

        @Override
        public Response toResponse(TooLargeException refusal) {
            HttpResponseStatus status = HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
            return Response.status(status.code())
                    .type(WireProblem.MEDIA_TYPE)
                    .entity(WireProblem.of(status, refusal.getMessage()).json())
                    .build();
        }
    }
}
