using System.Collections.Frozen;
using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>The header <c>Location</c> of a new row: the read that answers it, by its key, as PostgREST writes it.</summary>
internal static class Location
{
    private static readonly FrozenSet<string> Reserved = new[] { "select", "columns", "on_conflict", "order", "limit", "offset", "and", "or", "apikey" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The header's value: <c>/api/rest/v1/table?id=eq.1</c>.</summary>
    /// <param name="request">The insert.</param>
    /// <param name="relation">Into what.</param>
    /// <param name="key">The key's columns.</param>
    /// <param name="values">Their values, as JSON shows them.</param>
    public static string Of(HttpRequest request, Relation relation, ImmutableArray<Column> key, ImmutableArray<string?> values)
    {
        // The path is this request's own up to the table.
        var path = request.PathBase.Add(request.Path).Value!.TrimEnd('/');
        var filters = key.Zip(values, (column, value) => $"{Uri.EscapeDataString(Name(column.Name))}={(value is null ? "is.null" : $"eq.{Uri.EscapeDataString(value)}")}");
        return $"{path[..(path.LastIndexOf('/') + 1)]}{Uri.EscapeDataString(relation.Name)}?{string.Join('&', filters)}";
    }

    /// <summary>Quoted where the name alone would mean something else.</summary>
    private static string Name(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !Reserved.Contains(name) ? name : FilterPrinter.Print(new FieldPath(name));
}
