using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Functional.Tests.Delivery;

/// <summary>TLS and SASL's PLAIN before a mock broker, which speaks neither.</summary>
internal sealed class SecureBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = SelfSigned();
    private readonly TemporaryFolder _folder = new();
    private readonly int _broker;
    private readonly byte[] _credentials;
    private readonly Task _accepting;

    /// <param name="broker">127.0.0.1:port.</param>
    public SecureBroker(string broker, string user, string password)
    {
        _broker = IPEndPoint.Parse(broker).Port;
        _credentials = Encoding.UTF8.GetBytes($"\0{user}\0{password}");
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem());
        _listener.Start();
        _accepting = Accept();
    }

    public string Address => $"localhost:{Port}";

    /// <summary>Whom a client has to trust.</summary>
    public string CertificateFile => _folder.File("broker.pem");

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _certificate.Dispose();
        _folder.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(Serve(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(TcpClient client)
    {
        try
        {
            using (client)
            using (var broker = new TcpClient())
            await using (var secure = new SslStream(client.GetStream()))
            {
                await secure.AuthenticateAsServerAsync(_certificate);
                await broker.ConnectAsync(IPAddress.Loopback, _broker);
                await new SecureConnection(secure, broker.GetStream(), _credentials, ("127.0.0.1", _broker), ("localhost", Port)).Run();
            }
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Either side has left: the client may not trust us.
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
