/** Tables of stored figures, with targets and peers beside them. */
package io.wavemesh.benchmarks.report;
