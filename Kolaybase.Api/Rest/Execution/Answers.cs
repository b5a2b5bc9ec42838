using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>What all answers share.</summary>
internal static class Answers
{
    /// <summary>The media type of rows.</summary>
    public const string Json = "application/json; charset=utf-8";

    /// <summary>Tells which preferences were followed (RFC 7240, 3).</summary>
    public static void Applied(HttpResponse response, Preferences preferences, params ReadOnlySpan<string> kinds)
    {
        var applied = new List<string>();
        foreach (var kind in kinds)
        {
            applied.AddRange(preferences.Given.Where(given => given.StartsWith(kind, StringComparison.Ordinal)));
        }

        if (applied.Count > 0)
        {
            response.Headers["Preference-Applied"] = string.Join(", ", applied);
        }
    }
}
