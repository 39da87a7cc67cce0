/** Trainers that are killed, paused, given poison, told to stop; and what ingest does about lost jobs. */
package io.wavemesh.tests.training;
