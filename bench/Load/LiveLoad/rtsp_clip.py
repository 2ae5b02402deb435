"""GStreamer's RTSP server playing the access units of one H.264 clip over and over: mounts /0, /1, ...

rtsp_clip.py PORT MOUNTS FPS UNITS: prints "ready" once it listens. UNITS is a file of access units, each behind its length (4 bytes,
big-endian). Exit code 77: GStreamer or its RTSP server is not installed.
"""
import struct
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
for element in ("appsrc", "h264parse", "rtph264pay"):
    if Gst.ElementFactory.find(element) is None:
        print(f"no element {element}")
        sys.exit(77)

port, mounts, fps, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
units = []
with open(path, "rb") as file:
    while length := file.read(4):
        units.append(file.read(struct.unpack(">I", length)[0]))


def configure(factory, media):
    """A client came: the clip begins; the server's clock makes each unit wait for its time."""
    sent = 0

    def push(source, _):
        nonlocal sent
        unit = Gst.Buffer.new_wrapped(units[sent % len(units)])
        unit.pts = unit.dts = sent * Gst.SECOND // fps
        unit.duration = Gst.SECOND // fps
        sent += 1
        source.emit("push-buffer", unit)

    media.get_element().get_by_name_recurse_up("units").connect("need-data", push)


server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
for mount in range(mounts):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f"( appsrc name=units format=time caps=\"video/x-h264,stream-format=byte-stream,alignment=au,framerate={fps}/1\""
        " ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )")
    factory.connect("media-configure", configure)
    server.get_mount_points().add_factory(f"/{mount}", factory)
if server.attach(None) == 0:
    sys.exit("the port is in use")
print("ready", flush=True)
GLib.MainLoop().run()
