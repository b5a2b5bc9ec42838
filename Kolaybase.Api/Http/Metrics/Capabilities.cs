using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Metadata;

namespace Kolaybase.Api.Http.Metrics;

/// <summary>Which capability an endpoint belongs to, by its tag in the reference.</summary>
internal static class Capabilities
{
    /// <summary>No route was found.</summary>
    public const string None = "none";

    /// <summary>A route without a tag: the reference and its script.</summary>
    public const string Other = "other";

    private static readonly FrozenDictionary<string, string> s_byTag = new Dictionary<string, string>
    {
        ["Data"] = "rest",
        ["Tables"] = "tables",
        ["Types"] = "types",
        ["SQL"] = "sql",
        ["Storage"] = "storage",
        ["Auth settings"] = "auth",
        ["End users"] = "auth",
        ["Sign-in with providers"] = "auth",
        ["Accounts"] = "platform",
        ["Teams"] = "platform",
        ["Projects"] = "platform",
        ["Keys"] = "platform",
        ["Logs"] = "logs",
        ["Operations"] = "operations",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The capability of an endpoint; null where no route was found.</summary>
    public static string Of(Endpoint? endpoint) => endpoint is null
        ? None
        : endpoint.Metadata.GetMetadata<ITagsMetadata>() is { Tags: [var tag, ..] } && s_byTag.TryGetValue(tag, out var name) ? name : Other;
}
