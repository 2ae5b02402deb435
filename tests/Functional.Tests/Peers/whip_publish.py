"""Publishes a green picture to the WHIP endpoint given, until its input ends. Exit code 77: aiortc is not installed."""
import asyncio
import sys
import urllib.parse
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
    offer = urllib.request.Request(url, peer.localDescription.sdp.encode(), {"Content-Type": "application/sdp"})
    with urllib.request.urlopen(offer) as response:
        session = urllib.parse.urljoin(url, response.headers["Location"])
        answer = response.read().decode()
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    with urllib.request.urlopen(urllib.request.Request(session, method="DELETE")) as response:
        print("deleted", response.status)
    await peer.close()


asyncio.run(publish(sys.argv[1]))
