/** Whether the service can work. */
package io.wavemesh.ingest.health;
