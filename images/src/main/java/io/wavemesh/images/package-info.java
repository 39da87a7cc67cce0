/** Container images of the services, built by Jib without a container engine. */
package io.wavemesh.images;
