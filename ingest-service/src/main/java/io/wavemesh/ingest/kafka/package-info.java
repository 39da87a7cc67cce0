/** Messages to the trainers and states back from them. */
package io.wavemesh.ingest.kafka;
