#!/bin/sh
# Makes a base image of Debian's packages (essential ones, Java 17 without a desktop, authorities) as docker save writes it:
#   images/debian-base.sh target/debian-base.tar
#   ./mvnw package -Pimages -Dimage.base=tar://$PWD/target/debian-base.tar
# For builds without a container registry. Needs Debian's mmdebstrap and the rights to use it (root, or user namespaces);
# takes the packages from where apt takes them, or from further arguments: a suite, a mirror.
set -eu
out=$1
suite=${2:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-1}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ $# -ge 3 ]; then sources=$3; else sources=/etc/apt/sources.list.d/debian.sources; fi

mmdebstrap --quiet --variant=essential --include=openjdk-17-jre-headless,ca-certificates,netbase \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --essential-hook='mkdir -p "$1/usr/share/man/man1"' \
  --customize-hook='rm -rf "$1"/var/cache/* "$1"/var/log/*' \
  "$suite" "$work/layer.tar" "$sources"

digest=$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)
cat > "$work/config.json" <<END
{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:01Z",
 "config":{"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","LANG=C.UTF-8"]},
 "rootfs":{"type":"layers","diff_ids":["sha256:$digest"]}}
END
echo '[{"Config":"config.json","RepoTags":["wavemesh-base:debian"],"Layers":["layer.tar"]}]' > "$work/manifest.json"
mkdir -p "$(dirname "$out")"
tar --create --file "$out" --directory "$work" --owner=0 --group=0 --mtime=@1 manifest.json config.json layer.tar
echo "$out"
