# `./stream package`, read by the launcher: the program with its runtime as a tar.gz and as a Debian package.
# Two clones of one commit give the same bytes, but for Server.dll, of which there are two by chance (why is not known yet): times are the commit's, orders and owners fixed, and no path is inside.

package_help() {
    cat <<'EOT'
./stream package [DIR]: makes packages that need no SDK and no build, in DIR (artifacts/package):

  stream-VERSION-linux-x64.tar.gz   unpack it anywhere, or run its install.sh
  stream_VERSION_amd64.deb          sudo apt-get install ./stream_VERSION_amd64.deb: a service, its user, its options in /etc/stream

FFmpeg and libsrtp are not inside: they come from the system. Without git, tell the
commit and its time: STREAM_COMMIT=… SOURCE_DATE_EPOCH=… ./stream package
EOT
}

package() {
    case ${1:-} in -h | --help) package_help; return ;; esac
    local out=${1:-$artifacts/package} work=$artifacts/package/work version commit
    need dotnet "$sdk_advice"
    need dpkg-deb 'Install the package dpkg.'
    version=$(version_number)
    commit=${STREAM_COMMIT:-$(checkout_commit)}
    export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null)} LC_ALL=C TZ=UTC
    [ -n "$commit" ] && [ -n "$SOURCE_DATE_EPOCH" ] || fail 'there is no git here to tell the commit. Say STREAM_COMMIT=… SOURCE_DATE_EPOCH=… ./stream package'
    if [ -n "$(git -C "$root" status --porcelain 2>/dev/null)" ]; then
        echo "This checkout has changes that are not in its commit; they are packaged." >&2
        [ -n "${STREAM_COMMIT:-}" ] || commit=$commit-modified
    fi
    rm -rf "$work" && mkdir -p "$out" "$work/stream-$version-linux-x64"
    publish "$commit" "$work/build" "$work/stream-$version-linux-x64"
    complete_folder "$work/stream-$version-linux-x64" "$version" "$commit"
    tarball "$work" "stream-$version-linux-x64" "$out"
    debian_package "$work/stream-$version-linux-x64" "$work/deb" "$version" "$out/stream_${version}_amd64.deb"
    rm -rf "$work"
    (cd "$out" && sha256sum "stream-$version-linux-x64.tar.gz" "stream_${version}_amd64.deb" && du -m "stream-$version-linux-x64.tar.gz" "stream_${version}_amd64.deb" | sed 's/\t/ MB  /')
}

# publish COMMIT BUILD APP: compiles into a folder of its own, so that builds of every day are left as they are.
publish() {
    # Words of MSBuild end at these.
    local build=${2//%/%25}
    build=${build//,/%2C} build=${build//;/%3B}
    step 'Compiling for linux-x64' "$artifacts/package.log" "$2" \
        dotnet publish "$root/src/Cli" -c Release -r linux-x64 --self-contained -o "$3" -v quiet --nologo -p:ArtifactsPath="$build" -p:ContinuousIntegrationBuild=true \
        -p:EnableSourceLink=false -p:EnableSourceControlManagerQueries=false -p:DeterministicSourcePaths=false -p:SourceRevisionId="$1" ||
        { grep -E 'error|warn' "$artifacts/package.log" | sort -u | head -20 >&2; fail "it could not be compiled; the whole log is $artifacts/package.log"; }
    # Documentation for compilers, and tracing that needs LTTng, which nobody has.
    rm -f "$3"/*.xml "$3/libcoreclrtraceptprovider.so"
}

# complete_folder APP VERSION COMMIT: what belongs to the program beside its code.
complete_folder() {
    local app=$1
    mkdir -p "$app/share/man/man1" "$app/share/bash-completion/completions"
    mkdir -p "$app/models"
    cp -R "$root/models/person-pose" "$app/models/person-pose"
    cp "$root/LICENSE" "$root/deploy/package/install.sh" "$app"
    "$app/stream" man >"$app/share/man/man1/stream.1"
    "$app/stream" completion >"$app/share/bash-completion/completions/stream"
    notices "$app" >"$app/THIRD-PARTY-NOTICES"
    printf 'stream %s\ncommit %s\nsdk %s\n' "$2" "$3" "$(cd "$root" && dotnet --version)" >"$app/BUILD"
    find "$app" -type d -exec chmod 755 {} +
    find "$app" -type f -exec chmod 644 {} +
    chmod 755 "$app/stream" "$app/createdump" "$app/install.sh"
    find "$app" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# notices APP: the packages inside with their licences, as they state them, then the texts that they bring along, each once.
notices() {
    local id number folder text sum told=' '
    echo 'Stream is licensed under Apache-2.0 (LICENSE). Inside are, each under a licence of its own:'
    echo
    third_party "$1" | while read -r id number folder; do
        printf '%s %s: %s, %s\n' "$id" "$number" "$(nuspec "$folder" license)" "$(nuspec "$folder" copyright authors)"
    done
    third_party "$1" | while read -r id number folder; do
        for text in "$folder"/[Ll][Ii][Cc][Ee][Nn][SsCc][Ee]* "$folder"/[Tt][Hh][Ii][Rr][Dd]*[Nn][Oo][Tt][Ii][Cc][Ee]*; do
            [ -f "$text" ] || continue
            sum=$(sha256sum <"$text")
            [[ $told != *" $sum "* ]] || continue
            told="$told $sum "
            printf '\n======== %s: %s\n\n' "$id" "${text##*/}"
            tr -d '\r' <"$text"
        done
    done
}

# third_party APP: name, version and folder of each package that is inside, as NuGet has it.
third_party() {
    local name number
    {
        sed -n 's|^    "\([A-Za-z][A-Za-z0-9._]*\)/\([0-9][^"]*\)": {$|\1 \2|p' "$1/stream.deps.json"
        sed -n 's|^ *"runtimepack\.\(.*\)/\(.*\)": {$|\1 \2|p' "$1/stream.deps.json"
    } | sort -u | while read -r name number; do
        folder=$nuget_packages/${name,,}/$number
        [ ! -d "$folder" ] || echo "$name $number $folder"
    done
}

# nuspec FOLDER TAG...: the first of the tags that the package's description has.
nuspec() {
    local folder=$1 tag value
    shift
    for tag in "$@"; do
        value=$(tr -d '\r\n' <"$(echo "$folder"/*.nuspec)" | sed -n "s|.*<$tag[^>]*>\([^<]*\)</$tag>.*|\1|p" | sed "s|&#169;\|&copy;|©|g; s|&amp;|\&|g")
        [ -z "$value" ] || { echo "$value"; return; }
    done
    echo 'see its texts below'
}

# tarball PARENT NAME OUT
tarball() {
    tar -C "$1" --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -cf - "$2" | gzip -9n >"$3/$2.tar.gz.partial"
    mv "$3/$2.tar.gz.partial" "$3/$2.tar.gz"
}

# debian_package APP ROOT VERSION FILE
debian_package() {
    local app=$1 deb=$2 version=$3 from=$root/deploy/package/debian
    install -d "$deb"/{DEBIAN,etc/stream,usr/bin,usr/lib/systemd/system,usr/share/doc/stream,usr/share/man/man1,usr/share/bash-completion/completions,usr/share/lintian/overrides,var/lib/stream/models}
    cp -R "$app" "$deb/usr/lib/stream"
    mv "$deb/usr/lib/stream/share/bash-completion/completions/stream" "$deb/usr/share/bash-completion/completions/stream"
    ln -s stream "$deb/usr/share/bash-completion/completions/stream-server"
    gzip -9n <"$app/share/man/man1/stream.1" >"$deb/usr/share/man/man1/stream-server.1.gz"
    install -m 644 "$from/copyright" "$deb/usr/share/doc/stream/copyright"
    gzip -9n <"$app/THIRD-PARTY-NOTICES" >"$deb/usr/share/doc/stream/THIRD-PARTY-NOTICES.gz"
    rm -rf "$deb/usr/lib/stream/share" "$deb"/usr/lib/stream/{install.sh,LICENSE,THIRD-PARTY-NOTICES}
    gzip -9n <"$root/CHANGELOG.md" >"$deb/usr/share/doc/stream/NEWS.gz"
    printf 'stream (%s) unstable; urgency=medium\n\n  * What changed is told in NEWS.gz.\n\n -- %s  %s\n' "$version" "$(sed -n 's/^Maintainer: //p' "$from/control")" "$(date -R -d "@$SOURCE_DATE_EPOCH")" |
        gzip -9n >"$deb/usr/share/doc/stream/changelog.gz"
    install -m 644 "$from/stream.service" "$deb/usr/lib/systemd/system/stream.service"
    install -m 644 "$from/appsettings.json" "$deb/etc/stream/appsettings.json"
    install -m 644 "$from/lintian-overrides" "$deb/usr/share/lintian/overrides/stream"
    ln -s ../lib/stream/stream "$deb/usr/bin/stream-server"
    install -m 755 "$from"/{preinst,postinst,prerm,postrm} "$deb/DEBIAN"
    echo /etc/stream/appsettings.json >"$deb/DEBIAN/conffiles"
    (cd "$deb" && find usr var -type f -print0 | sort -z | xargs -0 md5sum) >"$deb/DEBIAN/md5sums"
    # Whole KiB of each file, and one for whatever else: not what this file system takes.
    sed "s/@VERSION@/$version/; s/@SIZE@/$(find "$deb" -path "$deb/DEBIAN" -prune -o -printf '%y %s\n' | awk '{ kib += $1 == "f" ? int(($2 + 1023) / 1024) : 1 } END { print kib }')/" "$from/control" >"$deb/DEBIAN/control"
    chmod -R u+rwX,go+rX,go-w "$deb"
    find "$deb" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    # The usual level takes four times as long for a tenth less.
    dpkg-deb --root-owner-group -z1 --build "$deb" "$4" >/dev/null
}
