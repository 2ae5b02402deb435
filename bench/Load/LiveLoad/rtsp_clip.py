"""GStreamer's RTSP server playing one H.264 clip over and over: mounts /0, /1, ...

rtsp_clip.py PORT MOUNTS FPS CLIP: prints "ready" once it listens. Exit code 77: GStreamer or its RTSP server is not installed.
"""
import sys

try:
    import gi
    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import GLib, Gst, GstRtspServer
except (ImportError, ValueError) as fault:
    print(fault)
    sys.exit(77)

Gst.init(None)
for element in ("multifilesrc", "h264parse", "rtph264pay"):
    if Gst.ElementFactory.find(element) is None:
        print(f"no element {element}")
        sys.exit(77)

port, mounts, fps, clip = sys.argv[1:]
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
for mount in range(int(mounts)):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f"( multifilesrc location={clip} loop=true caps=\"video/x-h264,stream-format=byte-stream,framerate={fps}/1\""
        " ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )")
    server.get_mount_points().add_factory(f"/{mount}", factory)
if server.attach(None) == 0:
    sys.exit("the port is in use")
print("ready", flush=True)
GLib.MainLoop().run()
