/** What ingest does: checks a picture set, stores it, sends its job, follows, cancels and erases it. JDK and libs only. */
package io.wavemesh.ingest.domain;
