using System.Collections.Immutable;
using System.Globalization;

namespace Kolaybase.Api.Rest.MediaTypes;

/// <summary>Reads <c>Accept</c> (RFC 9110, 12.5.1) as PostgREST does.</summary>
internal static class AcceptHeader
{
    private static readonly ImmutableArray<MediaType> OnlyJson = [MediaType.Json];
    private static readonly ImmutableArray<MediaType> Anything = [MediaType.Any];

    /// <summary>The types from the most wanted to the least: by quality, then the more precise ones, then as they were written. Without a header anything will do; what has quality 0 is left out.</summary>
    /// <param name="header">The header's values, in one text.</param>
    public static ImmutableArray<MediaType> Parse(string? header)
    {
        switch (header)
        {
            case null or "" or "*/*":
                return Anything;
            case "application/json":
                return OnlyJson;
        }

        var wanted = new List<(MediaType Type, double Quality, int Precision)>();
        foreach (var part in Split(header, ','))
        {
            var pieces = Split(part, ';');
            var name = pieces[0].ToLowerInvariant();
            var parameters = pieces[1..];
            var at = parameters.FindIndex(p => p.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
            var quality = at < 0 ? 1 : Quality(parameters[at]);
            // What follows the quality is no parameter of the type (RFC 7231, 5.3.2).
            parameters = at < 0 ? parameters : parameters[..at];
            if (name.Length > 0 && quality > 0)
            {
                wanted.Add((Find(name, parameters), quality, parameters.Count - name.Count(c => c == '*')));
            }
        }

        return [.. wanted.OrderByDescending(w => w.Quality).ThenByDescending(w => w.Precision).Select(w => w.Type)];
    }

    private static MediaType Find(string name, List<string> parameters)
    {
        var stripped = parameters.Exists(p => p.Equals("nulls=stripped", StringComparison.OrdinalIgnoreCase));
        return name switch
        {
            "*/*" or "*" => MediaType.Any,
            "application/json" or "application/*" => MediaType.Json,
            "application/vnd.pgrst.array" or "application/vnd.pgrst.array+json" =>
                stripped ? new(MediaKind.Json, "application/vnd.pgrst.array+json;nulls=stripped", NullsStripped: true) : MediaType.Json,
            "application/vnd.pgrst.object" or "application/vnd.pgrst.object+json" =>
                new(MediaKind.Object, stripped ? "application/vnd.pgrst.object+json;nulls=stripped" : "application/vnd.pgrst.object+json", stripped),
            "text/csv" => new(MediaKind.Csv, name),
            "text/plain" => new(MediaKind.Text, name),
            "text/xml" => new(MediaKind.Xml, name),
            "application/octet-stream" => new(MediaKind.Octets, name),
            "application/geo+json" => new(MediaKind.GeoJson, name),
            "application/openapi+json" => new(MediaKind.OpenApi, name),
            "application/vnd.pgrst.plan" or "application/vnd.pgrst.plan+text" => new(MediaKind.Plan, "application/vnd.pgrst.plan+text" + PlanParameters(parameters)),
            "application/vnd.pgrst.plan+json" => new(MediaKind.Plan, name + PlanParameters(parameters)),
            _ => new(MediaKind.Other, name),
        };
    }

    private static string PlanParameters(List<string> parameters)
    {
        var of = parameters.Find(p => p.StartsWith("for=", StringComparison.Ordinal))?["for=".Length..].Trim('"') ?? MediaType.Json.Name;
        var options = parameters.Find(p => p.StartsWith("options=", StringComparison.Ordinal));
        return $"; for=\"{of}\"" + (options is null ? "" : "; " + options);
    }

    private static double Quality(string parameter) =>
        double.TryParse(parameter.AsSpan("q=".Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality : 1;

    /// <summary>The pieces between separators that stand in no quotes, trimmed; at least one.</summary>
    private static List<string> Split(string text, char separator)
    {
        var pieces = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == separator && !quoted))
            {
                pieces.Add(text[start..i].Trim());
                start = i + 1;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return pieces;
    }
}
