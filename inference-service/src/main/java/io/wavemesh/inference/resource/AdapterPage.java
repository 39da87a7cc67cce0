package io.wavemesh.inference.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Some adapters, in the order of their ids. */
@Schema(name = "AdapterPage")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AdapterPage(
        List<AdapterAnswer> data,

        @Schema(description = "Value of `after` for the next page; absent on the last one")
        String next) {}
