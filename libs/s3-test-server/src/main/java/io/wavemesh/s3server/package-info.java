/** An S3 server for tests, and what may go wrong with one. */
package io.wavemesh.s3server;
