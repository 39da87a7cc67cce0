/** Draws pictures from prompts with ONNX Runtime: one session a network, adapters as inputs. */
package io.wavemesh.generation;
