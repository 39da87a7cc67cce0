/** Subjects in the object store. */
package io.wavemesh.ingest.storage;
