#!/bin/sh
# Makes the two folders that the images for GPUs are built with, from jars of Maven Central (0.65 GB, kept in Maven's own repository):
#   images/cuda-libraries.sh target/cuda
#   ./mvnw package -Dquick -Pimages,cuda -Dimage.libtorch=$PWD/target/cuda/libtorch -Dimage.libraries=$PWD/target/cuda/libraries
# libtorch: PyTorch 2.7.1 for CUDA 12, nothing else. libraries: what that one links and CUDA's base images lack; put libcupti.so.12 and
# libcufile.so.0 there too, see docs/images.md. Needs unzip.
set -eu
out=$1
presets=1.5.12
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for artifact in "pytorch:2.7.1-$presets:jar:linux-x86_64-gpu" "openblas:0.3.30-$presets:jar:linux-x86_64"; do
  "$(dirname "$0")/../mvnw" -f "$(dirname "$0")/../pom.xml" -q -B -N org.apache.maven.plugins:maven-dependency-plugin:copy \
    "-Dartifact=org.bytedeco:$artifact" "-DoutputDirectory=$work"
done
rm -rf "$out/libtorch" "$out/libraries"
mkdir -p "$out/libtorch" "$out/libraries"
unzip -qj "$work/pytorch-2.7.1-$presets-linux-x86_64-gpu.jar" -d "$out/libtorch" \
  '*/linux-x86_64-gpu/libtorch*.so' '*/linux-x86_64-gpu/libc10*.so' '*/linux-x86_64-gpu/libgomp.so.1'
unzip -qj "$work/openblas-0.3.30-$presets-linux-x86_64.jar" -d "$out/libraries" \
  '*/linux-x86_64/libopenblas.so.0' '*/linux-x86_64/libgfortran.so.5' '*/linux-x86_64/libquadmath.so.0'
