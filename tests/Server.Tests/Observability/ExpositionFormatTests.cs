using Microsoft.AspNetCore.Http;
using Server.Observability.Metrics;
using Xunit;

namespace Server.Tests.Observability;

public sealed class ExpositionFormatTests
{
    [Theory]
    [InlineData("", false), InlineData("*/*", false), InlineData("text/html", false), InlineData("text/plain", false)]
    [InlineData("application/openmetrics-text", true), InlineData("application/openmetrics-text; version=1.0.0", true), InlineData("application/openmetrics-text; version=\"1.0.0\"", true)]
    [InlineData("application/openmetrics-text; version=2.0.0", false), InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.5", false)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.5", false)]
    [InlineData("text/plain;version=0.0.4;q=0.4,application/openmetrics-text;version=1.0.0;q=0.5", true)]
    // Prometheus 2.42, and 3.0.
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", true)]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,/;q=0.1", true)]
    public void A_scraper_gets_what_it_wants_most(string accept, bool open)
    {
        var request = new DefaultHttpContext { Request = { Headers = { Accept = accept } } }.Request;
        Assert.Equal(open ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text, ExpositionFormats.Choose(request.GetTypedHeaders().Accept));
    }
}
