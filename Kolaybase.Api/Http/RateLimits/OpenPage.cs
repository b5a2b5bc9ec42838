namespace Kolaybase.Api.Http.RateLimits;

/// <summary>Metadata of pages that browsers come to without any key: they are limited by client address, as sign-in is.</summary>
internal sealed class OpenPage
{
    private OpenPage()
    {
    }

    /// <summary>The only one.</summary>
    public static OpenPage Instance { get; } = new();
}
