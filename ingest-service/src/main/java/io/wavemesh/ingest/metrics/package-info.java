/** What ingest counts, for Prometheus. */
package io.wavemesh.ingest.metrics;
