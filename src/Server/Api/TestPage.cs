namespace Server.Api;

/// <summary>/test/results: examples/browser, shown by the server itself, so that it is a page of the server's own origin.</summary>
internal static class TestPage
{
    public static void MapTestPage(this IEndpointRouteBuilder routes) => routes.MapGet("/test/results", () =>
        Results.Stream(typeof(TestPage).Assembly.GetManifestResourceStream("results.html")!, "text/html; charset=utf-8")).ExcludeFromDescription();
}
