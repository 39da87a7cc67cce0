/** Emits the networks as ONNX graphs whose weights stay in the model folder's own files. */
package io.wavemesh.sdxl.onnx;
