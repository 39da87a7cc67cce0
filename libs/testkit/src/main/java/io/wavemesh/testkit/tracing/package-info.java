/** A collector of traces for tests. */
package io.wavemesh.testkit.tracing;
