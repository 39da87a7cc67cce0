/** Who calls the services over HTTP: API keys and bearer tokens become a {@link io.wavemesh.access.Caller}. */
package io.wavemesh.access.http;
