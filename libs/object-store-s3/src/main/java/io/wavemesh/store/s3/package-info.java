/** The object store in a bucket of Amazon S3, or of a server that speaks its protocol. */
package io.wavemesh.store.s3;
