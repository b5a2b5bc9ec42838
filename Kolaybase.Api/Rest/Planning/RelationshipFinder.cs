using System.Collections.Immutable;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Finds the relationship that <c>select=target!hint(…)</c> means, by PostgREST's rules (its documentation, Resource Embedding).</summary>
internal static class RelationshipFinder
{
    /// <summary>The one that is meant.</summary>
    /// <param name="snapshot">What the database holds.</param>
    /// <param name="schema">The schema of the request: only what is exposed there can be reached.</param>
    /// <param name="source">Where it begins.</param>
    /// <param name="target">The embed's name.</param>
    /// <param name="hint">Its hint, if any.</param>
    /// <exception cref="Http.ApiException">400 <c>PGRST200</c>: there is none; 300 <c>PGRST201</c>: there are several.</exception>
    public static Relationship Find(SchemaSnapshot snapshot, string schema, Relation source, string target, string? hint)
    {
        var reachable = snapshot.From(source).Where(r => r.Target.Schema == schema).ToList();
        var found = Preferred([.. reachable.Where(r => Matches(r, target, hint))]);
        return found switch
        {
            [var one] => one,
            [] => throw EmbedErrors.NoRelationship(schema, source.Name, target, hint, reachable),
            _ => throw EmbedErrors.AmbiguousRelationship(source.Name, target, found),
        };
    }

    /// <summary>A function made for the purpose hides what was found by foreign keys.</summary>
    private static ImmutableArray<Relationship> Preferred(ImmutableArray<Relationship> found) =>
        found.Any(r => r.Function is not null) ? [.. found.Where(r => r.Function is not null)] : found;

    private static bool Matches(Relationship r, string target, string? hint)
    {
        if (r.Function is { } function)
        {
            return function.Name == target;
        }

        if (r.IsSelf)
        {
            // One key, two ways: the table's name means the many that point here, the column's the one pointed at.
            return hint is null
                ? (r.Target.Name == target && r.Cardinality == Cardinality.OneToMany) || (r.Cardinality == Cardinality.ManyToOne && IsSourceColumn(r, target))
                : r.Target.Name == target && (r.Cardinality == Cardinality.OneToMany ? IsTargetColumn(r, hint) || r.Constraint == hint : IsHinted(r, hint) && r.Cardinality == Cardinality.ManyToMany);
        }

        return hint is null
            ? r.Target.Name == target || (r.Target.Kind is RelationKind.Table or RelationKind.ForeignTable && ((r.Junction is null && r.Constraint == target) || IsSourceColumn(r, target)))
            : r.Target.Name == target && IsHinted(r, hint);
    }

    private static bool IsHinted(Relationship r, string hint) =>
        r.Junction is { } junction
            ? junction.Relation.Name == hint
            : r.Constraint == hint || IsSourceColumn(r, hint) || IsTargetColumn(r, hint);

    private static bool IsSourceColumn(Relationship r, string name) => r.Columns is [var pair] && pair.Left.Name == name;

    private static bool IsTargetColumn(Relationship r, string name) => r.Columns is [var pair] && pair.Right.Name == name;
}
