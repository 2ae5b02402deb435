#!/bin/sh
# Installs Stream from the folder that this script is in: for all users into /opt/stream when root runs it, else for
# this user into ~/.local/lib/stream. Again installs it anew; --remove takes it away. Data of yours stays where it is.
set -eu

from=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" = 0 ]; then
    to=/opt/stream links=/usr/local
else
    to=$HOME/.local/lib/stream links=$HOME/.local
fi
bin=$links/bin/stream
man=$links/share/man/man1/stream.1
completion=$links/share/bash-completion/completions/stream

case ${1:-} in
    --remove)
        rm -rf "$to"
        rm -f "$bin" "$man" "$completion"
        echo "Stream is removed from $to."
        exit
        ;;
    '') ;;
    *)
        echo 'usage: install.sh [--remove]' >&2
        exit 2
        ;;
esac

# Models that were pulled stay.
mkdir -p "$to.new" "$(dirname "$bin")" "$(dirname "$man")" "$(dirname "$completion")"
cp -R "$from/." "$to.new"
if [ -d "$to/models" ]; then
    for model in "$to"/models/*; do
        [ -e "$to.new/models/${model##*/}" ] || cp -R "$model" "$to.new/models/"
    done
fi
rm -rf "$to"
mv "$to.new" "$to"
ln -sf "$to/stream" "$bin"
ln -sf "$to/share/man/man1/stream.1" "$man"
ln -sf "$to/share/bash-completion/completions/stream" "$completion"
echo "Stream is in $to, and $bin starts it."

case :$PATH: in
    *":$links/bin:"*) ;;
    *) echo "PATH does not have $links/bin: add it, or log in again." ;;
esac
missing=
for library in libavcodec.so libswscale.so libsrtp2.so libssl.so.3; do
    PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -q "$library" || missing="$missing $library"
done
if [ -n "$missing" ]; then
    echo "Missing on this machine:$missing. Debian and Ubuntu: sudo apt-get install ffmpeg libsrtp2-1"
fi
