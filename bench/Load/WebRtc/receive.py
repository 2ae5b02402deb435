"""The receiving end on aiortc, told by lines as Load's own: an offer in JSON is answered, an empty line asks for the figures."""
import asyncio
import json
import sys

from aiortc import RTCPeerConnection, RTCSessionDescription

frames = width = 0


async def decode(track):
    global frames, width
    while True:
        try:
            picture = await track.recv()
        except Exception:
            return
        frames += 1
        width = picture.width


async def answer(offer):
    peer = RTCPeerConnection()
    peer.on("track", lambda track: asyncio.ensure_future(decode(track)))
    await peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    await peer.setLocalDescription(await peer.createAnswer())
    return peer, peer.localDescription.sdp


async def main():
    peer = None
    loop = asyncio.get_running_loop()
    print(json.dumps({"frames": 0}), flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        if line == "\n":
            print(json.dumps({"frames": frames, "width": width}), flush=True)
            continue
        if peer:
            await peer.close()
        peer, sdp = await answer(json.loads(line))
        print(json.dumps(sdp), flush=True)
    if peer:
        await peer.close()


asyncio.run(main())
