#!/usr/bin/env bash
# Stream's REST API with nothing but curl: a live stream, its results, a picture of it, and what is in that picture.
#   ./stream serve            (in another terminal)
#   examples/curl/stream.sh   [http://127.0.0.1:8000]
set -euo pipefail
server=${1:-http://127.0.0.1:8000}
id=curl-example-$$
picture=$(mktemp --suffix=.jpg)
trap 'curl -s -X DELETE "$server/v1/streams/$id"; rm -f "$picture"' EXIT

echo '# Wait until the model is warm.'
curl -sS --retry 60 --retry-delay 1 --retry-all-errors --fail "$server/readyz"

echo '# Watch the built-in test source; url may be a camera: rtsp://user:password@camera/1.'
curl -sS --fail-with-body "$server/v1/streams" -H 'Content-Type: application/json' \
    -d "{\"id\":\"$id\",\"url\":\"test://people?count=3&seed=1&size=640x480&fps=10\"}"
echo

echo '# Three results as server-sent events; then grep hangs up.'
(curl -sN --max-time 60 "$server/v1/streams/$id/results" -H 'Accept: text/event-stream' || true) | grep -m 3 '^data: '

echo '# A picture of the stream, with what was found drawn in.'
curl -sS --fail-with-body "$server/v1/streams/$id/snapshot.jpg?annotated=true" -o "$picture" -w '%{content_type}, %{size_download} bytes, frame %header{etag}\n'

echo '# What is in a picture.'
curl -sS --fail-with-body "$server/v1/detect?conf=0.4" -H 'Content-Type: image/jpeg' --data-binary @"$picture"
echo

echo '# Where every frame went.'
curl -sS --fail-with-body "$server/v1/streams/$id"
echo
