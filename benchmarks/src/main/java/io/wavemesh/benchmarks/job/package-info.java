/** The whole job with the services' own use cases, in one process and without brokers. */
package io.wavemesh.benchmarks.job;
