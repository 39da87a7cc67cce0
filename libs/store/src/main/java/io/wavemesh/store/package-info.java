/** The object store as the services open it: one group of settings, retries, meters. */
package io.wavemesh.store;
