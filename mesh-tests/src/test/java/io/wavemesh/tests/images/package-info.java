/** The container images as processes, unpacked and confined as a container runtime would. */
package io.wavemesh.tests.images;
