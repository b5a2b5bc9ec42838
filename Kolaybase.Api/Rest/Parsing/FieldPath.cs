using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>A column by its name, or a place inside its JSON: <c>data-&gt;phones-&gt;0-&gt;&gt;number</c>.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Path">The arrows behind it; empty for the column itself.</param>
internal sealed record FieldPath(string Name, ImmutableArray<JsonStep> Path)
{
    /// <summary>A column without a path.</summary>
    public FieldPath(string name)
        : this(name, [])
    {
    }

    /// <summary>
    /// The key in an answer when no alias is given: the last key of the path, else the column. An index names
    /// nothing, so <c>data-&gt;3</c> is <c>data</c> and <c>data-&gt;1-&gt;mycol-&gt;2</c> is <c>mycol</c>, as in PostgREST.
    /// </summary>
    public string Key => Path.LastOrDefault(step => step.Index is null)?.Key ?? Name;
}

/// <summary>One arrow of a JSON path: <c>-&gt;'key'</c>, <c>-&gt;0</c>, or with <c>-&gt;&gt;</c> as text.</summary>
/// <param name="Key">The key; null for an index.</param>
/// <param name="Index">The index, negative from the end; null for a key.</param>
/// <param name="AsText">Whether it is <c>-&gt;&gt;</c>, which only the last may be.</param>
internal sealed record JsonStep(string? Key, int? Index, bool AsText);
