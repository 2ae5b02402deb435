using System.Text;
using Wire.V1;

namespace Sinks.Store.Tally;

/// <summary>A session, as far as one batch knows it.</summary>
internal sealed class SessionTally(string stream, string session)
{
    private long _first = long.MaxValue;
    private long _last;
    private string _model = "";
    private int _width;
    private int _height;
    private long _inferred;
    private long _dropped;

    public SessionRow Row => new(stream, session, _first, _last, StoredText.Of(_model), _width, _height, _inferred, _dropped);

    public void Add(in FrameResultView result, long time)
    {
        See(time);
        (_width, _height) = (result.Width, result.Height);
        _model = Encoding.UTF8.GetString(result.Model);
        _inferred++;
    }

    public void Add(DropReport report, long time)
    {
        See(time);
        _dropped += report.Dropped.Values.Sum();
    }

    private void See(long time) => (_first, _last) = (Math.Min(_first, time), Math.Max(_last, time));
}
