/** HTTP: requests in, answers and problems out. */
package io.wavemesh.ingest.resource;
