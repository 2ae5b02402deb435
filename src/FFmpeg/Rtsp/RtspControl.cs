using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace FFmpeg.Rtsp;

/// <param name="Body">Null where it is cut off, or too long.</param>
internal sealed record RtspReply(RtspHead Head, string? Body);

/// <summary>Requests to a camera and its answers: the connection, which is opened again where the camera closes it after an answer, and the login.</summary>
internal sealed class RtspControl : IDisposable
{
    // Some close the connection after 401, some after a method that they do not know.
    private const int MaxConnections = 4;

    private readonly System.Net.IPAddress[] _addresses;
    private readonly RtspAddress _address;
    private readonly Interrupt _interrupt;
    private readonly RtspFaults _faults;
    private readonly RtspProgress _progress;
    private readonly Login _login;
    private RtspConnection _connection;
    private int _connections = 1;
    private int _sequence;

    internal RtspControl(System.Net.IPAddress[] addresses, RtspAddress address, Interrupt interrupt, RtspFaults faults, RtspProgress progress)
    {
        (_addresses, _address, _interrupt, _faults, _progress, _login) = (addresses, address, interrupt, faults, progress, new Login(address.Credentials));
        _connection = Connect();
    }

    internal RtspConnection Connection => _connection;

    /// <summary>"Session" of the requests that follow; null before SETUP.</summary>
    internal string? Session { get; set; }

    /// <summary>Sends a request, logs in where that is wanted, and waits for the answer.</summary>
    /// <param name="headers">Each with its line end.</param>
    internal RtspReply Exchange(string method, string url, string headers = "")
    {
        while (true)
        {
            if (TryExchange(method, url, headers) is { } reply)
                return reply;
        }
    }

    /// <summary>The same, where a camera that hangs up has answered, too.</summary>
    /// <returns>Null where it hung up; it is connected to again.</returns>
    internal RtspReply? TryExchange(string method, string url, string headers = "")
    {
        while (SendAndWait(method, url, headers) is { } reply)
        {
            if (reply.Head.Status != 401)
            {
                LoggedIn();
                return reply;
            }

            LogIn(reply.Head);
            if ("close".Equals(reply.Head["Connection"], StringComparison.OrdinalIgnoreCase))
                Reconnect(method);
        }

        Reconnect(method);
        return null;
    }

    /// <summary>Sends a request whose answer comes among the packets.</summary>
    /// <returns>Its number.</returns>
    internal int Send(string method, string url, string headers = "")
    {
        var request = new StringBuilder($"{method} {url} RTSP/1.0\r\nCSeq: {++_sequence}\r\nUser-Agent: Stream\r\n");
        if (_login.Header(method, url) is { } authorization)
            request.Append($"Authorization: {authorization}\r\n");
        if (Session is not null)
            request.Append($"Session: {Session}\r\n");
        _connection.Send(request.Append(headers).Append("\r\n").ToString());
        return _sequence;
    }

    /// <exception cref="Media.MediaException">Nothing more can be tried.</exception>
    internal void LogIn(RtspHead reply)
    {
        var step = _login.Take(Challenge.Parse(reply.All("WWW-Authenticate")));
        if (step != LoginStep.Again)
            throw _faults.Denied(step, _login.Offered);
    }

    /// <summary>A request was answered with something else than 401.</summary>
    internal void LoggedIn() => _login.Worked();

    /// <summary>Answers what the camera asks: that it is listened to.</summary>
    internal void Answer(RtspHead request) => _connection.Send(
        $"RTSP/1.0 {(request.Method is "OPTIONS" or "GET_PARAMETER" or "SET_PARAMETER" or "ANNOUNCE" ? "200 OK" : "501 Not Implemented")}\r\nCSeq: {request.Sequence ?? 0}\r\n\r\n");

    public void Dispose() => _connection.Dispose();

    /// <returns>Null where the connection ends.</returns>
    private RtspReply? SendAndWait(string method, string url, string headers)
    {
        try
        {
            var sequence = Send(method, url, headers);
            _progress.Asked(method);
            while (true)
            {
                var frame = _connection.Next(out var content);
                if (frame.Part is RtspPart.Incomplete)
                    return null;
                if (frame.Part is not RtspPart.Head || RtspHead.Parse(content) is not { } head)
                    continue;
                var body = _connection.Body(head.BodyBytes);
                if (head.Method.Length > 0)
                    Answer(head);
                // Some answer without a number, and some say first that an answer will come.
                else if (head.Status >= 200 && (head.Sequence ?? sequence) == sequence)
                    return _progress.Answered(new RtspReply(head, body));
            }
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    private void Reconnect(string method)
    {
        if (++_connections > MaxConnections)
            throw _faults.HungUp(method);
        _connection.Dispose();
        _connection = Connect();
    }

    private RtspConnection Connect()
    {
        try
        {
            return RtspConnection.Open(_addresses, _address, _interrupt);
        }
        catch (SocketException e)
        {
            throw _faults.Of(e);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            throw _faults.NoTls(e.Message.Split('\n')[0]);
        }
    }
}
