"""Publishes a green picture to the address given, until its input ends. Exit code 77: aiortc is not installed."""
import asyncio
import sys
import urllib.request

try:
    from aiortc import RTCPeerConnection, RTCSessionDescription
    from aiortc.mediastreams import VideoStreamTrack
except ImportError as missing:
    print(missing)
    sys.exit(77)


async def publish(url):
    peer = RTCPeerConnection()
    peer.addTransceiver(VideoStreamTrack(), direction="sendonly")
    await peer.setLocalDescription(await peer.createOffer())
    with urllib.request.urlopen(urllib.request.Request(url + "/offer", peer.localDescription.sdp.encode())) as response:
        answer = response.read().decode()
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await peer.close()


asyncio.run(publish(sys.argv[1]))
