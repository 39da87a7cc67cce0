/** Tests of the Helm chart in {@code helm/} and of the manifests in {@code k8s/}. */
package io.wavemesh.k8s;
