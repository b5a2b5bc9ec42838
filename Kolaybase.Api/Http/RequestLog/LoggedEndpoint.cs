using System.Runtime.CompilerServices;
using System.Text;
using Kolaybase.Api.Http.Metrics;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Kolaybase.Api.Http.RequestLog;

/// <summary>What the log says of an endpoint: its path as a template in which names of tables, buckets and the like are filled in, and nothing else.</summary>
internal sealed class LoggedEndpoint
{
    /// <summary>Longest name that is shown; PostgreSQL's have at most 63 bytes.</summary>
    private const int MaxName = 63;

    /// <summary>Parameters of routes that hold names. Ids of users, sessions and uploads, and keys of objects, stay <c>{…}</c>.</summary>
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "table", "function", "name", "col", "fk", "constraint", "index", "policy", "provider" };

    private static readonly ConditionalWeakTable<Endpoint, LoggedEndpoint> s_known = [];

    // A literal, or the name of a parameter that is filled in.
    private readonly (string Text, bool IsName)[] _parts;

    private LoggedEndpoint(Endpoint endpoint)
    {
        IsLogged = endpoint.Metadata.GetMetadata<UnloggedRequest>() is null;
        Capability = Capabilities.Of(endpoint);
        _parts = endpoint is RouteEndpoint { RoutePattern.PathSegments.Count: > 0 } route ? [.. Parts(route.RoutePattern)] : [("/", false)];
        Names = new(() => KnownNames.Of(endpoint));
    }

    /// <summary>Whether its requests are logged.</summary>
    public bool IsLogged { get; }

    /// <summary>The part of the API, see <see cref="Capabilities"/>.</summary>
    public string Capability { get; }

    /// <summary>Names of its parameters and of its body's fields, which refusals may name.</summary>
    public Lazy<HashSet<string>> Names { get; }

    /// <summary>That of an endpoint, made once.</summary>
    public static LoggedEndpoint Of(Endpoint endpoint) => s_known.GetValue(endpoint, static e => new LoggedEndpoint(e));

    /// <summary>The path of a request. The project's own id is shown; another one that the path names is not.</summary>
    public string PathOf(RouteValueDictionary values, Guid project)
    {
        if (_parts is [{ IsName: false } only])
        {
            return only.Text;
        }

        var path = new StringBuilder(64);
        foreach (var (text, isName) in _parts)
        {
            path.Append(!isName ? text : text == "id" ? Id(values, project) : Name(values[text] as string) ?? $"{{{text}}}");
        }

        return path.ToString();
    }

    private static string Id(RouteValueDictionary values, Guid project) =>
        values["id"] is string text && Guid.TryParse(text, out var id) && id == project ? id.ToString() : "{id}";

    private static string? Name(string? value)
    {
        if (value is null)
        {
            return null;
        }

        var shown = value.Length <= MaxName ? value : value[..(char.IsHighSurrogate(value[MaxName - 1]) ? MaxName - 1 : MaxName)] + "…";
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : shown;
    }

    /// <summary>Neighbouring literals are one part.</summary>
    private static IEnumerable<(string Text, bool IsName)> Parts(RoutePattern pattern)
    {
        var literal = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            literal.Append('/');
            foreach (var part in segment.Parts)
            {
                if (part is RoutePatternParameterPart parameter && (s_names.Contains(parameter.Name) || IsProject(pattern, parameter)))
                {
                    yield return (literal.ToString(), false);
                    literal.Clear();
                    yield return (parameter.Name, true);
                }
                else
                {
                    literal.Append(part switch
                    {
                        RoutePatternParameterPart p => $"{{{p.Name}}}",
                        RoutePatternLiteralPart l => l.Content,
                        RoutePatternSeparatorPart s => s.Content,
                        _ => "",
                    });
                }
            }
        }

        if (literal.Length > 0)
        {
            yield return (literal.ToString(), false);
        }
    }

    private static bool IsProject(RoutePattern pattern, RoutePatternParameterPart parameter) =>
        parameter.Name == "id" && pattern.RawText?.TrimStart('/').StartsWith("api/projects/{id", StringComparison.OrdinalIgnoreCase) is true;
}
