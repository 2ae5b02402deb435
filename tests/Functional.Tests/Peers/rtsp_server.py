"""GStreamer's RTSP server with one live H.264 stream, /live, that starts for each client with a key frame.

rtsp_server.py PORT [udp]: with udp, clients that ask for another transport are refused it. Prints "ready" once it listens. Exit code 77: GStreamer, its RTSP server or x264enc is not installed.
"""
import sys

try:
    import gi
    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    gi.require_version("GstRtsp", "1.0")
    from gi.repository import GLib, Gst, GstRtsp, GstRtspServer
except (ImportError, ValueError) as fault:
    print(fault)
    sys.exit(77)

Gst.init(None)
for element in ("videotestsrc", "x264enc", "rtph264pay"):
    if Gst.ElementFactory.find(element) is None:
        print(f"no element {element}")
        sys.exit(77)

factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(
    "( videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=240,framerate=25/1"
    " ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 ! rtph264pay name=pay0 pt=96 config-interval=1 )")
factory.set_shared(True)
if sys.argv[2:] == ["udp"]:
    factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])
server.get_mount_points().add_factory("/live", factory)
if server.attach(None) == 0:
    sys.exit("the port is in use")
print("ready", flush=True)
GLib.MainLoop().run()
