namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>Writes addresses with parameters.</summary>
internal static class OAuthUrl
{
    /// <summary>The address with a query of these.</summary>
    public static Uri With(string url, params IEnumerable<(string Name, string Value)> parameters) =>
        new($"{url}?{string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"))}");
}
