using Xunit;

namespace Media.Tests;

public class MediaExceptionTests
{
    [Fact]
    public void A_fault_never_tells_a_password()
    {
        var fault = new MediaException(MediaErrorKind.Timeout, "rtsp://admin:hunter2@camera/1: no data");
        Assert.Equal((MediaErrorKind.Timeout, "rtsp://***@camera/1: no data"), (fault.Kind, fault.Message));
    }
}
