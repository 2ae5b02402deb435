#!/bin/sh
# A picture as a tensor, by the Open Inference Protocol, and the model's raw output as JSON: infer.sh PICTURE [SERVER [MODEL [SIDE]]]
# Needs curl and ffmpeg. The picture is stretched to the model's input; /v1/detect does all that and gives objects.
set -eu
picture=$1 server=${2:-localhost:8000} model=${3:-person-pose} side=${4:-320}

# The JSON says what the bytes behind it are; the header says where they begin.
json='{"inputs":[{"name":"images","datatype":"FP32","shape":[1,3,'$side','$side'],"parameters":{"binary_data_size":'$((3 * side * side * 4))'}}]}'
{
    printf %s "$json"
    # Planes R, G, B of floats in 0..1; ffmpeg's own order is G, B, R.
    ffmpeg -nostdin -v error -i "$picture" -vf "scale=$side:$side,format=gbrp,shuffleplanes=2:0:1,format=gbrpf32le" -frames:v 1 -f rawvideo -
} | curl -sS --fail-with-body --data-binary @- -H 'Content-Type: application/octet-stream' -H "Inference-Header-Content-Length: ${#json}" "http://$server/v2/models/$model/infer"
