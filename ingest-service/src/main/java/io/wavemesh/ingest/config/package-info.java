/** Settings, and how the parts are put together by them. */
package io.wavemesh.ingest.config;
